import { Input } from '@fluentui/react-components';
import type { VaultView } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { HelpField } from '../HelpField';
import { PasswordField } from '../PasswordField';
import { FileField } from './FileField';
import { keepsSecret, type VaultForm } from './vaultForm';

export type PartProps = { form: VaultForm; set: (patch: Partial<VaultForm>) => void; problem: (field: string) => string | undefined; vault: VaultView | null };

const plain = { spellCheck: false, autoComplete: 'off' } as const;

/** What the chosen way of signing in needs, and nothing else. */
export function SignInFields({ form, set, problem, vault }: PartProps) {
  const same = vault !== null && keepsSecret(form, vault);
  const again = !same && vault?.signIn === form.signIn;
  const app = form.signIn === 'clientSecret' || form.signIn === 'clientCertificate' || form.signIn === 'workloadIdentity';
  return (
    <>
      {form.signIn !== 'managedIdentity' && (
        <HelpField label={t('connect.tenant')} help={t('connect.tenantHelp')} required={app} validationMessage={problem('tenant')}>
          <Input value={form.tenant} onChange={(_, input) => set({ tenant: input.value })} {...plain} data-testid={ids.connect.tenant} />
        </HelpField>
      )}
      {form.signIn !== 'cli' && (
        <HelpField label={t('connect.clientId')} help={t(app ? 'connect.clientIdHelp' : 'connect.clientIdOptional')} required={app} validationMessage={problem('clientId')}>
          <Input value={form.clientId} onChange={(_, input) => set({ clientId: input.value })} {...plain} data-testid={ids.connect.clientId} />
        </HelpField>
      )}
      {form.signIn === 'clientSecret' && (
        <PasswordField label={t('connect.clientSecret')} required={!same} value={form.clientSecret} onChange={(clientSecret) => set({ clientSecret })} hint={same ? t('connect.clientSecretKeep') : again ? t('connect.again') : undefined} validationState={problem('clientSecret') ? 'error' : 'none'} validationMessage={problem('clientSecret')} testId={ids.connect.clientSecret} />
      )}
      {form.signIn === 'clientCertificate' && (
        <>
          <FileField label={t('connect.certificate')} purpose="clientCertificate" required={!same} picked={form.certificate?.fileName ?? null} onPicked={(certificate) => set({ certificate })} hint={t(form.certificate || !vault ? 'connect.certificateHint' : same ? 'connect.certificateKeep' : again ? 'connect.again' : 'connect.certificateHint')} problem={problem('certificateHandle') ?? problem('certificate')} testId={ids.connect.certificate} />
          <PasswordField label={t('connect.certificatePassword')} value={form.certificatePassword} onChange={(certificatePassword) => set({ certificatePassword })} validationState={problem('certificatePassword') ? 'error' : 'none'} validationMessage={problem('certificatePassword')} testId={ids.connect.certificatePassword} />
        </>
      )}
      {form.signIn === 'workloadIdentity' && (
        <FileField label={t('connect.tokenFile')} purpose="tokenFile" required picked={form.tokenFile || null} onPicked={(file) => set({ tokenFile: file.path })} hint={t('connect.tokenFileHint')} problem={problem('tokenFile')} testId={ids.connect.tokenFilePick} />
      )}
    </>
  );
}
