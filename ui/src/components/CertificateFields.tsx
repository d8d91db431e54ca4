import { Button, Field, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { asUiError, commands, unwrap, type CertificateView } from '../api';
import { exactTime, t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { Fact, Facts } from './DetailsDrawer';
import { useNewVariableStyles } from './newVariable.styles';
import type { NewForm } from './newVariable.types';
import { PasswordField } from './PasswordField';

/** Subject, thumbprint and the days of a certificate. */
export function CertificateFacts({ certificate }: { certificate: CertificateView }) {
  const text = useText();
  return (
    <Facts>
      <Fact label={t('details.subject')}>{certificate.subject}</Fact>
      <Fact label={t('details.thumbprint')}><span className={text.mono}>{certificate.thumbprint}</span></Fact>
      <Fact label={t('certificate.from')}>{exactTime(certificate.notBefore)}</Fact>
      <Fact label={t('details.validUntil')}>{exactTime(certificate.notAfter)}</Fact>
    </Facts>
  );
}

type Props = { form: NewForm; set: (patch: Partial<NewForm>) => void; problem: (field: string) => string | undefined; required?: boolean };

/** A certificate read from a file: Rust opens it, the window sees only what is public. */
export function CertificateFields({ form, set, problem, required = true }: Props) {
  const s = useNewVariableStyles();
  const text = useText();
  const pick = useMutation({
    gcTime: 0,
    mutationFn: () => unwrap(commands.certificatePick(form.filePassword || null)),
    onSuccess: (picked) => { if (picked) set({ picked, filePassword: '' }); },
  });
  const error = pick.error ? asUiError(pick.error) : null;
  const wrong = error?.code === 'certificateWrongPassword';
  const expired = form.picked && new Date(form.picked.certificate.notAfter) < new Date();
  const choose = <Button onClick={() => pick.mutate()} disabledFocusable={pick.isPending} data-testid={ids.newVariable.file}>{t(form.picked ? 'certificate.other' : 'certificate.choose')}</Button>;
  return (
    <div className={s.bare}>
      {form.picked && (
        <div className={s.picked} data-testid={ids.newVariable.certificate}>
          <bdi className={text.small}>{t('certificate.read', { file: form.picked.fileName })}</bdi>
          <CertificateFacts certificate={form.picked.certificate} />
          {expired && <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t('certificate.expired', { date: exactTime(form.picked.certificate.notAfter) })}</MessageBarBody></MessageBar>}
        </div>
      )}
      {error && !wrong && <MessageBar intent="error" layout="multiline"><MessageBarBody className={s.sentence}>{error.message} {error.hint}</MessageBarBody></MessageBar>}
      <div className={s.two}>
        <PasswordField
          label={t('certificate.password')} value={form.filePassword} onChange={(filePassword) => { pick.reset(); set({ filePassword }); }} hint={t('certificate.passwordHint')} testId={ids.newVariable.filePassword}
          validationState={wrong ? 'error' : 'none'} validationMessage={wrong ? t('certificate.wrong') : undefined}
        />
        <Field label={t(required ? 'certificate.file' : 'certificate.newFile')} required={required} hint={t('certificate.hint')} validationMessage={problem('handle') ?? problem('value') ?? problem('certificate')}>{choose}</Field>
      </div>
    </div>
  );
}
