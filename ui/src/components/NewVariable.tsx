import { Button, Field, Input, Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { asUiError, commands, fieldProblem, unwrap, type VariableView } from '../api';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';
import { KindIcon } from './Tile';
import { useStrength } from './useStrength';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useNewVariableStyles } from './newVariable.styles';

export type NewForm = { displayName: string; name: string; byHand: boolean; value: string; repeat: string; handle: string | null; length: number };
export const emptyForm: NewForm = { displayName: '', name: '', byHand: false, value: '', repeat: '', handle: null, length: 0 };

type Props = { kind: 'text' | 'secret'; form: NewForm; onForm: (form: NewForm) => void; onSaved: (variable: VariableView) => void; onClose: () => void };

/** New, inside the wizard. What was typed is the caller's, so that closing loses nothing. */
export function NewVariable({ kind, form, onForm, onSaved, onClose }: Props) {
  const s = useNewVariableStyles();
  const text = useText();
  const first = useRef<HTMLInputElement>(null);
  const strength = useStrength(kind === 'secret' && !form.handle ? form.value : '');
  useEffect(() => first.current?.focus(), []);
  useEffect(() => {
    if (form.byHand || form.displayName === '') return;
    let outdated = false;
    void commands.variableSuggestName(form.displayName).then((answer) => { if (!outdated && answer.status === 'ok' && answer.data !== form.name) onForm({ ...form, name: answer.data }); });
    return () => { outdated = true; };
  }, [form, onForm]);
  const save = useMutation({
    gcTime: 0,
    mutationFn: () => {
      const common = { displayName: form.displayName, name: form.name };
      if (kind === 'text') return unwrap(commands.variableCreateText({ ...common, value: form.value }));
      return unwrap(commands.variableCreateDevice({ ...common, value: form.handle ? { kind: 'handle', handle: form.handle } : { kind: 'typed', value: form.value, repeat: form.repeat } }));
    },
    onSuccess: onSaved,
  });
  const generate = useMutation({
    mutationFn: () => unwrap(commands.generate({ length: 24, upper: true, lower: true, digits: true, symbols: true })),
    onSuccess: (made) => onForm({ ...form, value: '', repeat: '', handle: made.handle, length: made.length }),
  });
  const set = (patch: Partial<NewForm>) => { save.reset(); onForm({ ...form, ...patch }); };
  const general = save.error && asUiError(save.error).fields.length === 0 ? asUiError(save.error) : null;
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') { event.stopPropagation(); onClose(); }
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) { event.preventDefault(); event.stopPropagation(); save.mutate(); }
  };
  return (
    <section className={s.inline} aria-label={t(kind === 'text' ? 'variable.newText' : 'variable.newSecret')} onKeyDown={keys}>
      <div className={s.inlineHead}><KindIcon kind={kind} /><span className={text.grow}>{t(kind === 'text' ? 'variable.newText' : 'variable.newSecret')}</span><Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('action.close')} onClick={onClose} data-testid={ids.newVariable.close} /></div>
      {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
      <div className={s.two}>
        <Field label={t('variable.displayName')} required validationMessage={fieldProblem(save.error, 'displayName')}><Input ref={first} value={form.displayName} onChange={(_, data) => set({ displayName: data.value })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.displayName} /></Field>
        <Field label={t('variable.name')} required validationMessage={fieldProblem(save.error, 'name')} hint={form.byHand ? <Link onClick={() => set({ byHand: false })}>{t('variable.suggested')}</Link> : undefined}><Input className={s.mono} value={form.name} onChange={(_, data) => set({ name: data.value, byHand: true })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.name} /></Field>
      </div>
      {kind === 'text'
        ? <Field label={t('variable.value')} required hint={t('username.help')} validationMessage={fieldProblem(save.error, 'value')}><Input value={form.value} onChange={(_, data) => set({ value: data.value })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.value} /></Field>
        : form.handle
          ? <span>{t('generate.done', { n: form.length })} <Link onClick={() => set({ handle: null })}>{t('generate.other')}</Link></span>
          : (
            <div className={s.two}>
              <PasswordField label={t('value.password')} required value={form.value} onChange={(value) => set({ value })} testId={ids.newVariable.value} validationState={fieldProblem(save.error, 'value') ? 'error' : 'none'} validationMessage={fieldProblem(save.error, 'value')} after={<StrengthMeter bars={strength?.bars ?? null} advice={strength?.advice ?? null} />} />
              <PasswordField label={t('variable.repeat')} required value={form.repeat} onChange={(repeat) => set({ repeat })} testId={ids.newVariable.repeat} validationState={fieldProblem(save.error, 'repeat') ? 'error' : 'none'} validationMessage={fieldProblem(save.error, 'repeat')} />
            </div>
          )}
      <div className={s.inlineHead}>
        <Button appearance="primary" onClick={() => save.mutate()} disabledFocusable={save.isPending} data-testid={ids.newVariable.save}>{t('variable.save')}</Button>
        {kind === 'secret' && <Button onClick={() => generate.mutate()} data-testid={ids.newVariable.generate}>{t('generate.button')}</Button>}
      </div>
    </section>
  );
}
