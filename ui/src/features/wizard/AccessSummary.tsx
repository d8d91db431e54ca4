import { mergeClasses, Spinner } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, Circle16Regular, ErrorCircle16Filled } from '@fluentui/react-icons';
import type { AccessCheck, CheckStep } from '../../components/useAccessCheck';
import { useElapsed } from '../../components/useElapsed';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useWizardStyles } from './wizard.styles';

const steps: CheckStep[] = ['signIn', 'vault', 'secret'];

function Seconds({ check }: { check: AccessCheck }) {
  const text = useText();
  const seconds = useElapsed(check.startedAt, check.running);
  return check.running ? <span className={mergeClasses(text.small, text.muted, text.num)} aria-hidden>{t('connect.seconds', { n: seconds })}</span> : null;
}

/** The checks one by one, while they run and after they were refused. */
export function AccessSummary({ check, who }: { check: AccessCheck; who: string | null }) {
  const s = useWizardStyles();
  const text = useText();
  if (!check.running && !check.refusal && !check.noAnswer) return null;
  const firstOpen = steps.find((one) => check.steps[one] === undefined);
  const stateOf = (one: CheckStep) => check.steps[one] ?? (check.running && one === firstOpen ? 'running' : 'waiting');
  const icons = { good: <CheckmarkCircle16Filled className={s.good} />, bad: <ErrorCircle16Filled className={s.bad} />, running: <Spinner size="extra-tiny" aria-hidden />, waiting: <Circle16Regular className={s.waiting} /> };
  return (
    <section className={s.access} aria-label={t('check.head')}>
      <div className={s.summaryHead}><h2 className={s.h2tight}>{t('check.head')}</h2><Seconds check={check} /></div>
      <ul className={s.steps}>
        {steps.map((one) => {
          const state = stateOf(one);
          return <li key={one} className={text.row} data-state={state} data-testid={ids.wizard.check(one)}><span className={s.stepIcon} aria-hidden>{icons[state]}</span><span className={mergeClasses(state === 'bad' && text.strong, state === 'waiting' && text.muted)}>{t(`check.${one}`)}</span></li>;
        })}
      </ul>
      {who && <span className={mergeClasses(text.small, text.muted, s.who)}>{t('check.signedInAs', { who })}</span>}
    </section>
  );
}
