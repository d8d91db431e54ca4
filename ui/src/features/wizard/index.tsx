import { Button, Link, mergeClasses, MessageBar, MessageBarBody, useAnnounce } from '@fluentui/react-components';
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { commands } from '../../api';
import { CommandButton, ConfirmDialog, Mark, useWindowWidth } from '../../components';
import { StepRail } from '../../components/StepRail';
import { addWords, t } from '../../strings';
import { newVariable } from '../../strings/en/newVariable';
import { wizard } from '../../strings/en/wizard';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { form, readDraft, type WizardDraft } from './draft';
import { LocationStep } from './LocationStep';
import { NameStep } from './NameStep';
import { Summary, SummaryLine } from './Summary';
import { useWizard } from './useWizard';
import { useWizardStyles } from './wizard.styles';

addWords(wizard);
addWords(newVariable);

// The last step brings the forms of new variables; it is asked for while the first is filled in.
const loadValues = () => import('./ValuesStep').then((m) => ({ default: m.ValuesStep }));
const ValuesStep = lazy(loadValues);
const bodies = [NameStep, LocationStep, ValuesStep];
const heads = () => [[t('wizard.name.head'), t('wizard.name.lead')], [t('wizard.location.head'), t('wizard.location.lead')], [t('wizard.values.head'), t('wizard.values.lead')]] as const;
const steps = (choice: boolean, certificate: boolean) => [
  { id: 'name', title: t('wizard.step.name'), sub: t('wizard.step.nameSub') },
  { id: 'location', title: t(choice ? 'wizard.step.locationStore' : 'wizard.step.location'), sub: t(choice ? 'wizard.step.storeSub' : 'wizard.step.locationSub') },
  { id: 'values', title: t('wizard.step.values'), sub: t(certificate ? 'wizard.step.certificateSub' : 'wizard.step.valuesSub') },
];

/** Where Enter means something else than Next. */
const hasOwnEnter = `textarea, button, a, [role=combobox], [role=listbox], [role=menu], [role=dialog], [role=alertdialog], [data-testid="${ids.newVariable.form}"]`;

/** New credential: the draft is kept by Rust through a lock, and asked for again here. */
export default function Wizard() {
  const [start, setStart] = useState<WizardDraft | null>(null);
  useEffect(() => { void loadValues(); void commands.draftGet(form).then((answer) => setStart(readDraft(answer.status === 'ok' ? answer.data : null))); }, []);
  return start && <Steps start={start} />;
}

function Steps({ start }: { start: WizardDraft }) {
  const s = useWizardStyles();
  const text = useText();
  const width = useWindowWidth();
  const [wide, tiny] = [width >= 1000, width < 900];
  const { announce } = useAnnounce();
  const title = useRef<HTMLHeadingElement>(null);
  const w = useWizard(start);
  const { draft, last, error } = w;
  const [head, lead] = heads()[draft.step] ?? ['', ''];
  const onePage = draft.onePage;
  const many = <span className={mergeClasses(text.small, text.muted, !tiny && s.many)}>{!onePage && t('wizard.many')} <Link className={text.link} onClick={() => w.setOnePage(!onePage)} data-testid={ids.wizard.onePage}>{t(onePage ? 'wizard.byStep' : 'wizard.onePage')}</Link></span>;
  const waits = w.check.running ? t('wizard.waitCheck') : w.unread ? t('wizard.waitVariable') : null;
  useEffect(() => {
    title.current?.focus();
    announce(onePage ? t('wizard.title') : t('wizard.spoken', { n: draft.step + 1, title: head }), { polite: true });
  }, [draft.step, head, onePage, announce]);
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') { event.preventDefault(); w.cancel(); }
    if (event.key === 'ArrowLeft' && event.altKey && draft.step > 0 && !onePage) { event.preventDefault(); w.to(draft.step - 1); }
    const own = event.target instanceof Element && event.target.closest(hasOwnEnter) !== null;
    if (event.key === 'Enter' && (!own || event.ctrlKey)) { event.preventDefault(); void w.next(); }
  };
  const Body = bodies[draft.step] ?? NameStep;
  return (
    <div className={mergeClasses(s.frame, !wide && s.frameNarrow, tiny && s.frameTiny)} onKeyDown={onKey}>
      {!tiny && <nav className={s.rail} aria-label={t('wizard.title')}>
        <div className={s.brand}><Mark size={24} />{t('wizard.title')}</div>
        {!onePage && <StepRail steps={steps(w.vaults.length > 0, draft.authentication === 'certificate')} current={draft.step} visited={draft.visited} onStep={w.to} testId={ids.wizard.step} />}
        <span className={text.grow} />
        {many}
      </nav>}
      <main className={s.scroll}>
        <div className={mergeClasses(s.form, tiny && s.formTiny)}>
          {tiny && <div className={s.stepLine}>{!onePage && <span className={text.small} data-testid={ids.wizard.stepLine}>{t('wizard.stepOf', { n: draft.step + 1 })}</span>}<span className={text.grow} />{many}</div>}
          <div><h1 className={s.h1} tabIndex={-1} ref={title}>{onePage ? t('wizard.title') : head}</h1>{!onePage && <span className={text.muted}>{lead}</span>}</div>
          {error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{error.message} {error.hint}</MessageBarBody></MessageBar>}
          <Suspense fallback={null}>
            {onePage
              ? bodies.map((Part, i) => <section key={i} className={s.part} aria-label={heads()[i]?.[0]}><div><h2 className={s.h2tight}>{heads()[i]?.[0]}</h2><span className={text.muted}>{heads()[i]?.[1]}</span></div><Part w={w} /></section>)
              : <Body w={w} />}
          </Suspense>
        </div>
      </main>
      {!wide && <SummaryLine w={w} className={tiny ? s.onlyColumn : undefined} />}
      <footer className={mergeClasses(s.footer, tiny && s.footerTiny)}>
        <Button appearance="subtle" className={s.cancel} onClick={w.cancel} data-testid={ids.wizard.cancel}>{t('action.cancel')}</Button>
        <span className={text.grow} />
        {!onePage && draft.step > 0 && <Button onClick={() => w.to(draft.step - 1)} data-testid={ids.wizard.back}>{t('action.back')}</Button>}
        <CommandButton primary reason={last ? waits : null} onClick={() => void w.next()} testId={last ? ids.wizard.create : ids.wizard.next}>{t(last ? 'action.create' : 'action.next')}</CommandButton>
      </footer>
      {wide && <Summary w={w} />}
      <ConfirmDialog open={w.asking} title={t('discard.title')} body={`${t('discard.body')} ${t('discard.variable')}`} no={t('discard.keep')} yes={t('discard.discard')} onNo={w.stay} onYes={() => w.leave()} />
    </div>
  );
}
