import { useState } from 'react';
import type { VariableView } from '../../api';
import { NoteBox } from '../../components';
import { emptyForm, NewVariable } from '../../components/NewVariable';
import { t } from '../../strings';
import { ids } from '../../testIds';
import type { StepProps } from './index';
import { VariablePicker } from './VariablePicker';

const backTo = (testId: string) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus());

export function ValuesStep({ draft, change, problem }: StepProps) {
  const [open, setOpen] = useState<'text' | 'secret' | null>(null);
  const [forms, setForms] = useState({ text: emptyForm, secret: emptyForm });
  const saved = (kind: 'text' | 'secret') => (variable: VariableView) => {
    setForms({ ...forms, [kind]: emptyForm });
    setOpen(null);
    if (kind === 'text') change({ userNameVariableId: variable.id, userNameLabel: variable.displayName });
    else change({ secretVariableId: variable.id, secretLabel: variable.displayName });
    backTo(kind === 'text' ? ids.wizard.userName : ids.wizard.password);
  };
  const inline = (kind: 'text' | 'secret') => open === kind && (
    <NewVariable
      kind={kind} form={forms[kind]} onForm={(form) => setForms({ ...forms, [kind]: form })} onSaved={saved(kind)}
      onClose={() => { setOpen(null); backTo(kind === 'text' ? ids.wizard.newUserName : ids.wizard.newPassword); }}
    />
  );
  return (
    <>
      <VariablePicker label={t('value.userName')} kind="text" chosen={draft.userNameVariableId} chosenLabel={draft.userNameLabel} onChoose={(id, label) => change({ userNameVariableId: id, userNameLabel: label })} onNew={() => setOpen('text')} problem={problem('userName')} field="userName" testId={ids.wizard.userName} newTestId={ids.wizard.newUserName} />
      {inline('text')}
      <VariablePicker label={t('value.password')} kind="secret" chosen={draft.secretVariableId} chosenLabel={draft.secretLabel} onChoose={(id, label) => change({ secretVariableId: id, secretLabel: label })} onNew={() => setOpen('secret')} problem={problem('secret')} field="secret" testId={ids.wizard.password} newTestId={ids.wizard.newPassword} />
      {inline('secret')}
      <NoteBox><span>{t('mfa.note')}</span></NoteBox>
    </>
  );
}
