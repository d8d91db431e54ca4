import { expect, it } from 'vitest';
import type { UiError } from '../api';
import { t } from '../strings';
import { silenceWords } from './useAccessCheck';

const told = (code: UiError['code'], message: string, hint: string) =>
  silenceWords('kv-fin', { outcome: 'noAnswer', address: 'kv-fin.example', seconds: 4, tries: 4, error: { code, message, hint, fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [] } });

it('tells a vault that asks to wait in the words of Rust, and of a silent one what was tried and why', () => {
  const waits = told('vaultThrottled', 'kv-fin.example: The vault asks to wait.', 'Try again in a minute.');
  expect(waits).toBe('kv-fin.example: The vault asks to wait. Try again in a minute.');
  const reason = 'kv-fin.example (nothing answers there): The vault gave no answer.';
  expect(told('vaultOffline', reason, '')).toBe(`${t('vault.offline', { vault: 'kv-fin', address: 'kv-fin.example', s: 4, n: 4 })} ${reason}`);
});
