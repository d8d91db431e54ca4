import { Field, Link, Radio, RadioGroup } from '@fluentui/react-components';
import type { AuthenticationName } from '../../api';
import { NoteBox } from '../../components';
import { emptyForm, NewVariable, type NewKind } from '../../components/NewVariable';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { blocksCertificate, secretKind } from './draft';
import type { StepProps } from './useWizard';
import { VariablePicker } from './VariablePicker';
import { useWizardStyles } from './wizard.styles';

const backTo = (testId: string) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus());
const fieldOf = { text: ids.wizard.userName, secret: ids.wizard.password, certificate: ids.wizard.certificate } as const;
const newOf = { text: ids.wizard.newUserName, secret: ids.wizard.newPassword, certificate: ids.wizard.newCertificate } as const;
const labelOf = () => ({ text: t('value.userName'), secret: t('value.password'), certificate: t('value.certificate') });

/** A choice over variables of one kind, with New under it. */
function Slot({ kind, w }: StepProps & { kind: NewKind }) {
  const { draft, change, check, where } = w;
  const field = kind === 'text' ? 'userName' : 'secret';
  const close = () => { change({ open: null }); backTo(newOf[kind]); };
  const choose = (id: string, label: string) => { check.forget(); change({ picks: { ...draft.picks, [kind]: { id, label } } }); };
  return (
    <>
      <VariablePicker
        label={labelOf()[kind]} kind={kind} where={where} chosen={draft.picks[kind]?.id ?? null} chosenLabel={draft.picks[kind]?.label ?? ''} onChoose={choose} open={draft.open === kind} onNew={() => change({ open: draft.open === kind ? null : kind })}
        problem={w.problem(field)} field={field} testId={fieldOf[kind]} newTestId={newOf[kind]}
      />
      {draft.open === kind && (
        <NewVariable
          kind={kind} form={draft.forms[kind]} onForm={(form) => change({ forms: { ...draft.forms, [kind]: form } })} where={{ vaultId: where.vault?.id ?? null }} check={kind === 'text' ? undefined : check} onClose={close}
          onSaved={(variable) => { w.saved(kind, { id: variable.id, label: variable.displayName }, emptyForm); backTo(fieldOf[kind]); }} onOther={() => { change({ open: null }); backTo(fieldOf[kind]); }}
        />
      )}
    </>
  );
}

export function ValuesStep({ w }: StepProps) {
  const s = useWizardStyles();
  const { draft, change } = w;
  const blocks = blocksCertificate(draft);
  const kind = secretKind(draft);
  return (
    <>
      <Field label={t('wizard.signs')} validationMessage={w.problem('authentication')}>
        <RadioGroup layout="horizontal" value={draft.authentication} onChange={(_, data) => { w.check.changed(); change({ authentication: data.value as AuthenticationName, open: null }); }}>
          <Radio value="userNameAndPassword" label={t('wizard.signs.password')} data-testid={ids.wizard.signs('userNameAndPassword')} />
          <Radio value="certificate" disabled={blocks !== undefined} label={blocks ? <span className={s.reason}>{t('wizard.signs.blocked', { location: t(`location.${blocks}`) })}</span> : t('wizard.signs.certificate')} data-field="authentication" data-testid={ids.wizard.signs('certificate')} />
        </RadioGroup>
      </Field>
      {kind === 'secret' && <Slot kind="text" w={w} />}
      <Slot kind={kind} w={w} />
      {kind === 'secret' && <NoteBox><span>{t('mfa.note')}</span><Link onClick={() => { w.check.changed(); change({ authentication: 'certificate', locations: ['connection'], open: null }); }} data-testid={ids.wizard.switchToCertificate}>{t('mfa.switch')}</Link></NoteBox>}
    </>
  );
}
