import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { LocationKind } from '../../api';
import { FileField } from '../../components/connectVault/FileField';
import { PasswordField } from '../../components/PasswordField';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { identitiesOf, identityOf, type SignInDraft } from './place';

const plain = { spellCheck: false, autoComplete: 'off' } as const;

type Props = { kind: LocationKind; draft: SignInDraft; onChange: (draft: SignInDraft) => void };

/** By which identity this person signs in. It stays here, sealed; an invitation never holds it. */
export function SignInFields({ kind, draft, onChange }: Props) {
  const identity = identityOf(kind, draft);
  const set = (patch: Partial<SignInDraft>) => onChange({ ...draft, kind: identity ?? draft.kind, ...patch });
  const field = (name: 'tenant' | 'clientId' | 'keyId' | 'profile', hint?: string) => <Field key={name} label={t(`signIn.${name}`)} required hint={hint}><Input value={draft[name]} onChange={(_, data) => set({ [name]: data.value })} {...plain} data-testid={partIds.people.field(name)} /></Field>;
  const secret = (label: string) => <PasswordField key="secret" label={label} required value={draft.secret} onChange={(value) => set({ secret: value })} testId={partIds.people.field('secret')} />;
  if (!identity) return null;
  const ways = identitiesOf(kind);
  return (
    <>
      {ways.length > 1 && (
        <Field label={t('signIn.label')} hint={t('signIn.help')}>
          <RadioGroup layout="horizontal" value={identity} onChange={(_, data) => set({ kind: data.value as SignInDraft['kind'] })}>
            {ways.map((one) => <Radio key={one} value={one} label={t(`signIn.${one}`)} data-testid={partIds.people.signIn(one)} />)}
          </RadioGroup>
        </Field>
      )}
      {identity === 'azureApp' && [field('tenant'), field('clientId'), secret(t('signIn.clientSecret'))]}
      {identity === 'azureKey' && secret(t('signIn.accountKey'))}
      {identity === 's3Profile' && field('profile', t('signIn.profileHint'))}
      {identity === 's3Keys' && [field('keyId'), secret(t('signIn.secretKey'))]}
      {identity === 'gcsKeyFile' && <FileField label={t('signIn.keyFile')} purpose="keyFile" required picked={draft.keyFileName} onPicked={(file) => set({ keyFile: file.handle, keyFileName: file.fileName })} hint={t('signIn.keyFileHint')} testId={partIds.people.field('keyFile')} />}
    </>
  );
}
