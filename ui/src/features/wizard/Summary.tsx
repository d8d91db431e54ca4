import { Button, mergeClasses, Spinner } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronUp16Regular, Dismiss20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { variableQuery } from '../../api';
import { StatusText } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { AccessSummary } from './AccessSummary';
import { locations, secretKind } from './draft';
import type { StepProps } from './useWizard';
import { useWizardStyles } from './wizard.styles';

/** What was chosen so far; it grows with each step, and shows a running check. */
function Facts({ w }: StepProps) {
  const s = useWizardStyles();
  const text = useText();
  const { draft, where, check } = w;
  const kind = secretKind(draft);
  const seen = draft.onePage || draft.visited >= 1;
  const userName = draft.picks.text;
  const variable = useQuery({ ...variableQuery(userName?.id ?? ''), enabled: userName !== null && kind === 'secret' }).data;
  const about = (strong: string, muted: string | null | undefined, mono = false, named = false) => strong && <><bdi className={named ? text.name : undefined}>{strong}</bdi>{muted && <bdi className={mergeClasses(text.muted, mono ? s.mono : text.small, s.under)}>{muted}</bdi>}</>;
  const secret = check.running ? <span className={text.row}><Spinner size="extra-tiny" aria-hidden />{t('status.checking')}</span> : check.refusal ? <StatusText kind="noAccess" words={t('check.notReadable')} /> : draft.picks[kind] ? about(draft.picks[kind].label, null) : '';
  const rows: [string, ReactNode][] = [
    [t('wizard.summary.name'), about(draft.name.trim(), draft.description.trim(), false, true)],
    [t('wizard.summary.locations'), locations.filter((one) => draft.locations.includes(one)).map((one) => t(`location.${one}`)).join(', ')],
    [t('wizard.summary.store'), seen && where.kind ? about(t(`store.${where.kind}`), where.vault?.name) : ''],
    [t('wizard.summary.signs'), draft.onePage || draft.visited >= 2 ? t(kind === 'certificate' ? 'wizard.signs.certificate' : 'wizard.signs.password') : ''],
    ...(kind === 'secret' ? [[t('value.userName'), userName ? about(userName.label, variable?.text, true) : ''] satisfies [string, ReactNode]] : []),
    [t(kind === 'certificate' ? 'value.certificate' : 'value.password'), secret],
  ];
  return (
    <>
      <dl className={s.facts}>
        {rows.map(([term, fact]) => [<dt key={`${term} term`} className={s.term}>{term}</dt>, <dd key={term} className={mergeClasses(s.fact, !fact && s.open)}>{fact || t('wizard.open')}</dd>])}
      </dl>
      <AccessSummary check={check} who={where.vault?.signedInAs ?? null} />
    </>
  );
}

/** The summary beside the steps. */
export function Summary({ w }: StepProps) {
  const s = useWizardStyles();
  return (
    <aside className={s.summary} aria-label={t('wizard.summary')} data-testid={ids.wizard.summary}>
      <div className={s.summaryHead}><h2 className={s.h2tight}>{t('wizard.summary')}</h2><Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('action.cancel')} onClick={w.cancel} /></div>
      <Facts w={w} />
    </aside>
  );
}

/** The same in a small window: one line above the buttons, which opens. */
export function SummaryLine({ w, className }: StepProps & { className?: string }) {
  const s = useWizardStyles();
  const text = useText();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const { draft, check } = w;
  const chosen = [draft.name.trim(), ...locations.filter((one) => draft.locations.includes(one)).map((one) => t(`location.${one}`))].filter((one) => one !== '');
  return (
    <aside className={mergeClasses(s.line, className)} aria-label={t('wizard.summary')} data-testid={ids.wizard.summary}>
      <button type="button" className={s.lineButton} aria-expanded={open} aria-controls={open ? panel : undefined} onClick={() => setOpen(!open)} data-testid={ids.wizard.summaryLine}>
        {open ? <ChevronDown16Regular aria-hidden /> : <ChevronUp16Regular aria-hidden />}<span className={text.strong}>{t('wizard.summary')}</span>
        <span className={mergeClasses(text.muted, text.cut, text.grow)}>{chosen.join(', ') || t('wizard.open')}</span>
        {check.running ? <StatusText kind="checking" /> : check.refusal && <StatusText kind="noAccess" words={t('check.notReadable')} />}
      </button>
      {open && <div id={panel} className={s.linePanel}><Facts w={w} /></div>}
    </aside>
  );
}
