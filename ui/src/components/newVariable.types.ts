import type { AzurePlace, PickedCertificate, VaultView } from '../api';

export type NewKind = 'text' | 'secret' | 'certificate';

/** The four names of a secret in Azure, and its version; undefined means untouched, so the connection's own is shown. */
export type AzureNames = Partial<Record<'subscription' | 'resourceGroup' | 'keyVault' | 'secret' | 'version', string>>;

/** What was typed into New; `vaultId` null means This device. */
export type NewForm = { displayName: string; name: string; byHand: boolean; value: string; repeat: string; handle: string | null; length: number; vaultId: string | null; azure: AzureNames; picked: PickedCertificate | null; filePassword: string };
export const emptyForm: NewForm = { displayName: '', name: '', byHand: false, value: '', repeat: '', handle: null, length: 0, vaultId: null, azure: {}, picked: null, filePassword: '' };

/** The part that may be kept through a lock: no value, no password, no handle of one. */
export const withoutValues = (form: NewForm): NewForm => ({ ...form, value: '', repeat: '', handle: null, length: 0, picked: null, filePassword: '' });

/** The names as they stand in the fields. */
export function shownNames(names: AzureNames, vault: VaultView | undefined): Required<AzureNames> {
  return { subscription: names.subscription ?? vault?.subscription ?? '', resourceGroup: names.resourceGroup ?? vault?.resourceGroup ?? '', keyVault: names.keyVault ?? vault?.keyVault ?? '', secret: names.secret ?? '', version: names.version ?? '' };
}

/** Where the secret lies, as it stands in the fields. */
export function azurePlace(names: AzureNames, vault: VaultView): AzurePlace {
  const { version, ...four } = shownNames(names, vault);
  const trimmed = { subscription: four.subscription.trim(), resourceGroup: four.resourceGroup.trim(), keyVault: four.keyVault.trim(), secret: four.secret.trim() };
  return { vaultId: vault.id, ...trimmed, version: version.trim() || null };
}
