import { Button, mergeClasses, MessageBar, MessageBarBody, useAnnounce } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { asUiError, commands, keys, unwrap, type FieldProblem, type UiError, type WizardStep } from '../../api';
import { ConfirmDialog, Mark, StepRail, useGo, useWindowWidth } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { emptyDraft, form, isTouched, readDraft, toRust, type WizardDraft } from './draft';
import { LocationStep } from './LocationStep';
import { NameStep } from './NameStep';
import { Summary } from './Summary';
import { ValuesStep } from './ValuesStep';
import { useWizardStyles } from './wizard.styles';

export type StepProps = { draft: WizardDraft; change: (patch: Partial<WizardDraft>) => void; problem: (field: string) => string | undefined };

const order: WizardStep[] = ['name', 'location', 'values'];
const bodies = [NameStep, LocationStep, ValuesStep];
const heads = () => [t('wizard.name.head'), t('wizard.location.head'), t('wizard.values.head')] as const;
const steps = () => [
  { id: 'name', title: t('wizard.step.name'), sub: t('wizard.step.nameSub') },
  { id: 'location', title: t('wizard.step.location'), sub: t('wizard.step.locationSub') },
  { id: 'values', title: t('wizard.step.values'), sub: t('wizard.step.valuesSub') },
];

/** New credential: the draft is kept by Rust through a lock, and asked for again here. */
export default function Wizard() {
  const [start, setStart] = useState<WizardDraft | null>(null);
  useEffect(() => { void commands.draftGet(form).then((answer) => setStart(readDraft(answer.status === 'ok' ? answer.data : null))); }, []);
  return start && <Steps start={start} />;
}

function Steps({ start }: { start: WizardDraft }) {
  const s = useWizardStyles();
  const text = useText();
  const go = useGo();
  const client = useQueryClient();
  const wide = useWindowWidth() >= 1000;
  const { announce } = useAnnounce();
  const title = useRef<HTMLHeadingElement>(null);
  const [draft, setDraft] = useState(start);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [error, setError] = useState<UiError | null>(null);
  const [asking, setAsking] = useState(false);
  const Body = bodies[draft.step] ?? NameStep;
  const head = heads()[draft.step] ?? '';
  const last = draft.step === 2;

  useEffect(() => { title.current?.focus(); announce(t('wizard.spoken', { n: draft.step + 1, title: head }), { polite: true }); }, [draft.step, head, announce]);
  useEffect(() => {
    const timer = setTimeout(() => { void commands.draftSet(form, JSON.stringify(draft)); }, 300);
    return () => clearTimeout(timer);
  }, [draft]);

  const change = (patch: Partial<WizardDraft>) => { setProblems([]); setError(null); setDraft((old) => ({ ...old, ...patch })); };
  const to = (step: number) => { setProblems([]); setError(null); setDraft((old) => ({ ...old, step, visited: Math.max(old.visited, step) })); };
  const leave = (id?: string) => { void commands.draftClear(form); setDraft(emptyDraft); go('/credentials', id ? { id } : {}); };
  const show = (found: FieldProblem[]) => {
    setProblems(found);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${found[0]?.field ?? ''}"]`)?.focus());
  };
  const next = async () => {
    try {
      const found = await unwrap(commands.credentialValidateStep(toRust(draft), order[draft.step] ?? 'name'));
      if (found.length > 0) return show(found);
      if (!last) return to(draft.step + 1);
      const made = await unwrap(commands.credentialCreate(toRust(draft)));
      await client.invalidateQueries({ queryKey: keys.credential });
      leave(made.id);
    } catch (reason) {
      const refused = asUiError(reason);
      if (refused.fields.length > 0) show(refused.fields);
      else setError(refused);
    }
  };
  const cancel = () => (isTouched(draft) ? setAsking(true) : leave());
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') { event.preventDefault(); cancel(); }
    if (event.key === 'ArrowLeft' && event.altKey && draft.step > 0) { event.preventDefault(); to(draft.step - 1); }
    const field = event.target instanceof HTMLInputElement && event.target.getAttribute('role') !== 'combobox';
    if (event.key === 'Enter' && (field || event.ctrlKey)) { event.preventDefault(); void next(); }
  };
  const problem = (field: string) => problems.find((one) => one.field === field)?.message;
  return (
    <div className={mergeClasses(s.frame, !wide && s.frameNarrow)} onKeyDown={onKey}>
      <nav className={s.rail} aria-label={t('wizard.title')}><div className={s.brand}><Mark size={24} />{t('wizard.title')}</div><StepRail steps={steps()} current={draft.step} visited={draft.visited} onStep={to} testId={ids.wizard.step} /></nav>
      <main className={s.form}>
        <h1 className={s.h1} tabIndex={-1} ref={title}>{head}</h1>
        {error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{error.message} {error.hint}</MessageBarBody></MessageBar>}
        <Body draft={draft} change={change} problem={problem} />
      </main>
      <footer className={s.footer}>
        <Button appearance="subtle" onClick={cancel} data-testid={ids.wizard.cancel}>{t('action.cancel')}</Button>
        <span className={text.grow} />
        <Button onClick={() => to(draft.step - 1)} disabled={draft.step === 0} data-testid={ids.wizard.back}>{t('action.back')}</Button>
        <Button appearance="primary" onClick={() => void next()} data-testid={last ? ids.wizard.create : ids.wizard.next}>{t(last ? 'action.create' : 'action.next')}</Button>
      </footer>
      {wide && <Summary draft={draft} />}
      <ConfirmDialog open={asking} title={t('discard.title')} body={`${t('discard.body')} ${t('discard.variable')}`} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={() => leave()} />
    </div>
  );
}
