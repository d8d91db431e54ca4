import type { AzureSignInName, PickedFile, VaultRequest, VaultView } from '../../api';

/** What stands in the dialog; files are known by their handle and name only. */
export type VaultForm = { name: string; url: string; signIn: AzureSignInName; tenant: string; clientId: string; clientSecret: string; certificate: PickedFile | null; certificatePassword: string; tokenFile: string; authorityHost: string; armUrl: string; ca: PickedFile | null; keepCa: boolean };

export const signIns: AzureSignInName[] = ['cli', 'clientSecret', 'clientCertificate', 'managedIdentity', 'workloadIdentity'];

/** The form of a new connection, or of one that is changed; a stored secret is never shown. */
export function startForm(vault: VaultView | null): VaultForm {
  return {
    name: vault?.name ?? '', url: vault?.address ?? '', signIn: vault?.signIn ?? 'cli', tenant: vault?.tenant ?? '', clientId: vault?.clientId ?? '', clientSecret: '', certificate: null, certificatePassword: '',
    tokenFile: vault?.tokenFile ?? '', authorityHost: vault?.authorityHost ?? '', armUrl: vault?.armUrl ?? '', ca: null, keepCa: vault?.hasCa ?? false,
  };
}

const orNull = (text: string) => text.trim() || null;

/** Only what the way of signing in needs is sent. */
export function toRequest(form: VaultForm): VaultRequest {
  const app = form.signIn === 'clientSecret' || form.signIn === 'clientCertificate' || form.signIn === 'workloadIdentity';
  return {
    name: form.name.trim(), url: form.url.trim(), signIn: form.signIn, tenant: form.signIn === 'managedIdentity' ? null : orNull(form.tenant), clientId: app || form.signIn === 'managedIdentity' ? orNull(form.clientId) : null,
    clientSecret: form.signIn === 'clientSecret' && form.clientSecret !== '' ? form.clientSecret : null,
    certificateHandle: form.signIn === 'clientCertificate' ? (form.certificate?.handle ?? null) : null, certificatePassword: form.signIn === 'clientCertificate' && form.certificatePassword !== '' ? form.certificatePassword : null,
    tokenFile: form.signIn === 'workloadIdentity' ? orNull(form.tokenFile) : null, authorityHost: orNull(form.authorityHost), armUrl: orNull(form.armUrl), caHandle: form.ca?.handle ?? null, keepCa: form.keepCa && form.ca === null,
  };
}

/** Whether the stored secret would go where it went so far; to any other place it is entered again. */
export function keepsSecret(form: VaultForm, vault: VaultView): boolean {
  const was = startForm(vault);
  return form.signIn === was.signIn && form.ca === null && form.keepCa === was.keepCa && (['tenant', 'clientId', 'authorityHost'] as const).every((field) => form[field].trim() === was[field].trim());
}

/** Whether only the name differs, so that no sign-in has to be tried. Where none was chosen yet, it has. */
export function onlyRenamed(form: VaultForm, vault: VaultView | null): boolean {
  return vault !== null && vault.signIn !== null && JSON.stringify({ ...form, name: '' }) === JSON.stringify({ ...startForm(vault), name: '' });
}
