import { Field, Input, Textarea } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { commands, useSettings, type FieldProblem, type NamingRuleTryView } from '../../api';
import { NoteBox } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { toRust } from './draft';
import type { StepProps } from './useWizard';

const restFor = 300;

/** What Rust says of a name while it is typed; an outdated answer is dropped. */
function useLive<A>(name: string, ask: (name: string) => Promise<A | null>): A | null {
  const [answer, setAnswer] = useState<A | null>(null);
  useEffect(() => {
    let outdated = false;
    if (name.trim() === '') return setAnswer(null);
    const timer = setTimeout(() => { void ask(name).then((said) => { if (!outdated) setAnswer(said); }); }, restFor);
    return () => { outdated = true; clearTimeout(timer); };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only the name starts a question
  }, [name]);
  return answer;
}

export function NameStep({ w }: StepProps) {
  const text = useText();
  const { draft, change, problem } = w;
  const { settings } = useSettings();
  const [focused, setFocused] = useState(false);
  const rule = settings?.namingRule ?? null;
  const live = useLive<FieldProblem[]>(draft.name, async () => { const said = await commands.credentialValidateStep(toRust(draft), 'name'); return said.status === 'ok' ? said.data : null; });
  const tried = useLive<NamingRuleTryView>(draft.name, async (name) => { const said = rule ? await commands.namingRuleTry(rule.expression, name.trim()) : null; return said?.status === 'ok' ? said.data : null; });
  const length = [...draft.name.trim()].length;
  const unmet = tried !== null && !tried.met;
  const said = problem('name') ?? (draft.name.trim() === '' ? undefined : live?.find((one) => one.field === 'name')?.message);
  return (
    <>
      <Field label={t('credential.name.label')} required validationMessage={said} hint={<span className={text.row}><span className={text.grow}>{t('wizard.name.hint')}</span>{(focused || length >= 80) && <span className={text.num}>{t('wizard.counter', { n: length })}</span>}</span>}>
        <Input value={draft.name} onChange={(_, data) => change({ name: data.value })} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)} spellCheck={false} autoComplete="off" data-field="name" data-testid={ids.wizard.name} />
      </Field>
      <Field label={<>{t('credential.description')} <span className={text.muted}>{t('field.optional')}</span></>} validationMessage={problem('description')}>
        <Textarea rows={3} value={draft.description} onChange={(_, data) => change({ description: data.value })} data-field="description" data-testid={ids.wizard.description} />
      </Field>
      {rule && (
        <NoteBox>
          <span data-testid={ids.wizard.rule}>{t('wizard.rule', { message: rule.message })} {tried && (unmet ? t('rule.notMet', { message: rule.message }) : <span className={text.muted}>{t('rule.met')}</span>)}</span>
        </NoteBox>
      )}
    </>
  );
}
