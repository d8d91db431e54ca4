import { Button, Divider, Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, Skeleton, SkeletonItem, tokens as T, useAnnounce } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, Clock16Regular, ErrorCircle16Filled } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { asUiError, type AccessView, type GrantView, type ShareResult } from '../../api';
import { list, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { ConfirmDialog } from '../ConfirmDialog';
import { useToast } from '../Toaster';
import { AddPeople } from './AddPeople';
import { PersonLine } from './PersonLine';
import { PlanView } from './PlanView';
import { Standing } from './Standing';
import { useShare } from './useShare';
import { WideDialog } from './WideDialog';
import { personWords, roleShort } from './words';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', minHeight: '20px' },
  h3: { margin: 0, fontSize: T.fontSizeBase300, lineHeight: T.lineHeightBase300, fontWeight: 600 },
  faces: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', columnGap: '24px' },
  line: { flexGrow: 0 },
  results: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: '6px' },
  good: { color: T.colorStatusSuccessForeground1 }, bad: { color: T.colorStatusDangerForeground1 },
});

type Props = { chosen: { id: string; name: string }[]; onClose: () => void; onManage: (one: { id: string; name: string }) => void };
const grantName = (grant: GrantView) => (grant.person ? personWords(grant.person) : grant.everyone !== null ? t('share.everyone', { team: grant.everyone }) : (grant.mail ?? ''));

/** S1: who has access first, then who is added, what comes along, and Save. Nothing changes before Save. */
export function ShareDialog({ chosen, onClose, onManage }: Props) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const { announce } = useAnnounce();
  const [chosenIds] = useState(() => chosen.map(({ id }) => id));
  const share = useShare(chosenIds);
  const [asking, setAsking] = useState(false);
  const one = chosen.length === 1 ? chosen[0] : undefined;
  const first = share.access[0];
  const spoken = one && first ? t('share.count', { n: first.people.length, name: one.name }) : null;
  useEffect(() => { if (spoken) announce(spoken, { polite: true }); }, [spoken, announce]);
  const save = () => {
    if (!share.canSave) return;
    share.save.mutate(undefined, { onSuccess: (done) => { if (done.some((each) => each.outcome === 'failed' || each.outcome === 'waiting')) return; toast(t('share.done', { people: list([...new Set(done.map((each) => each.name))]) })); onClose(); } });
  };
  const close = () => (share.recipients.length > 0 && share.results.length === 0 ? setAsking(true) : onClose());
  const problem = share.error ?? share.save.error ?? share.planError;
  const mayNot = first && share.access.every((view) => !view.mine.canShare);
  const people = share.recipients.length;
  const words = share.progress ? t('share.saving', { done: share.progress.done, total: share.progress.total }) : people > 0 && share.plan ? t('share.footer', { people: t('share.peopleOf', { n: people }), variables: t('share.nVariables', { n: share.plan.variables.length }) }) : t('share.nobody');
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted, text.grow)} role="status">{words}</span>
      <Button onClick={close} data-testid={partIds.share.cancel}>{t('action.cancel')}</Button>
      <Button appearance="primary" disabledFocusable={!share.canSave} title={people === 0 ? t('share.save') : undefined} onClick={save} data-testid={partIds.share.save}>{t(share.results.some((each) => each.outcome === 'failed') ? 'share.again' : 'action.save')}</Button>
    </>
  );
  return (
    <>
      <WideDialog title={one ? t('share.title', { name: one.name }) : t('share.titleMany', { n: chosen.length })} footer={footer} onClose={close} onSave={save} testId={partIds.share.dialog}>
        {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
        <section>
          <div className={s.head}><h3 className={s.h3}>{t('share.current')}</h3>{one && <Link className={text.link} onClick={() => onManage(one)} data-testid={partIds.share.manage}>{t('share.manage')}</Link>}</div>
          {!share.ready && !problem && <Skeleton aria-label={t('state.loading')}><SkeletonItem size={40} /></Skeleton>}
          {one ? first && <div className={s.faces}>{first.people.map((grant) => <PersonLine key={grant.id} id={grant.person?.id ?? grant.id} name={grantName(grant)} sub={grant.pending ? t('share.pending') : roleShort(grant.role)} />)}</div>
            : share.access.map((view) => <Several key={view.credentialId} view={view} />)}
        </section>
        {one && first && <Standing view={first} />}
        {share.results.length > 0 && <Results results={share.results} />}
        <Divider className={s.line} />
        {mayNot ? <MessageBar intent="info"><MessageBarBody>{first.mine.reason ?? t('share.notAllowed')}</MessageBarBody></MessageBar> : <AddPeople share={share} />}
        {share.plan?.needsTeam && <MessageBar intent="info" layout="multiline"><MessageBarBody>{t('share.needsTeam')}</MessageBarBody></MessageBar>}
        {share.plan && !mayNot && <PlanView plan={share.plan} people={people} />}
      </WideDialog>
      <ConfirmDialog open={asking} title={t('share.discard')} body={t('share.discardBody')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={onClose} />
    </>
  );
}

function Several({ view }: { view: AccessView }) {
  const text = useText();
  return <div className={text.row}><bdi className={mergeClasses(text.cut, text.grow)}>{view.name}</bdi><span className={mergeClasses(text.small, text.muted)} title={view.people.map(grantName).join(', ')}>{t('share.peopleOf', { n: view.people.length })}</span></div>;
}

/** One line for each person and credential: what failed says why. */
export function Results({ results }: { results: readonly ShareResult[] }) {
  const s = useStyles();
  const text = useText();
  return (
    <section aria-label={t('share.results')}>
      <ul className={s.results}>
        {results.map((one) => (
          <li key={`${one.recipientId} ${one.credential}`} className={text.row} data-testid={partIds.share.result(one.recipientId)}>
            {one.outcome === 'failed' ? <ErrorCircle16Filled className={s.bad} aria-hidden /> : one.outcome === 'waiting' ? <Clock16Regular aria-hidden /> : <CheckmarkCircle16Filled className={s.good} aria-hidden />}
            <bdi>{one.name}</bdi><span className={text.muted}>{t(`shareResult.${one.outcome}`)}{one.reason && `. ${one.reason}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
