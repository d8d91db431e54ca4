import { expect, it } from 'vitest';
import { t } from '../../strings';
import { vaults } from '../../testing/vaults';
import { isWrong, stateOf } from './words';

it('says of a vault that only a colleague named that it is not connected, and why', () => {
  const [known] = vaults;
  if (!known) throw new Error('no vault');
  const problem = 'intra:8443: A colleague named this vault.';
  const named = { ...known, signIn: null, health: { reachable: false, signedInAs: null, answerMs: null, problem, checked: '2026-03-01T00:00:00Z' } };
  expect(stateOf(named, false)).toEqual({ kind: 'notChecked', words: t('vaults.notConnected') });
  expect(isWrong(named)).toBe(true);
  expect(stateOf({ ...named, signIn: 'cli' }, false).kind).toBe('offline');
});
