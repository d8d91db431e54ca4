import type { VaultView } from '../../api';
import type { StatusKind } from '../../components';
import { relativeTime, t } from '../../strings';

/** A time inside a sentence. */
export const whenOf = (time: string): string => relativeTime(time).replace(/^[JYT](?=ust|est|od)/, (first) => first.toLowerCase());

/** How a vault signs in, in words. */
export function howOf(vault: VaultView): string {
  if (vault.kind === 'thisDevice') return t('vaults.deviceHow');
  const how = vault.signIn ? t(`vaults.how.${vault.signIn}`) : t('vaults.notKnown');
  return vault.tenant ? t('vaults.howTenant', { how, tenant: vault.tenant }) : how;
}

/** The identity in use: as the vault said last, or as it was when it was connected. */
export const whoOf = (vault: VaultView): string => vault.health?.signedInAs ?? vault.signedInAs ?? t('vaults.notKnown');

/** The one state of a vault, worst first. */
export function stateOf(vault: VaultView, checking: boolean): { kind: StatusKind; words?: string } {
  if (vault.kind === 'thisDevice') return { kind: 'ready', words: t('vaults.values', { n: vault.values }) };
  if (vault.signIn === null) return { kind: 'notChecked', words: t('vaults.notConnected') };
  if (checking) return { kind: 'checking' };
  if (vault.health && !vault.health.reachable) return { kind: 'offline', words: t('vaults.unreachable', { when: whenOf(vault.health.checked) }) };
  if (vault.health?.problem) return { kind: 'noAccess', words: t('vaults.problem') };
  if (vault.refused > 0) return { kind: 'noAccess', words: t('vaults.refused', { n: vault.refused }) };
  if (!vault.health) return { kind: 'notChecked' };
  return { kind: 'ready', words: t(vault.values > 0 ? 'vaults.allReadable' : 'vaults.answers') };
}

/** Whether the page has something to explain about it. */
export const isWrong = (vault: VaultView): boolean => vault.kind !== 'thisDevice' && (vault.refused > 0 || (vault.health !== null && (!vault.health.reachable || vault.health.problem !== null)));

/** Variables that come from it, and how fast it answered last. */
export function answerOf(vault: VaultView): string {
  const what = t('vaults.values', { n: vault.values });
  return vault.health?.answerMs === null || vault.health === null ? what : t('vaults.answer', { what, ms: vault.health.answerMs });
}

/** An address as people read it. */
export const shortAddress = (vault: VaultView): string => (vault.kind === 'thisDevice' ? t('vaults.sealed') : vault.address.replace(/^https:\/\//, '').replace(/\/$/, ''));
