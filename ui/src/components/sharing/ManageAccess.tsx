import { Button, Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, Skeleton, SkeletonItem, tokens as T } from '@fluentui/react-components';
import { PersonDelete16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { asUiError, type GrantView, type RoleName } from '../../api';
import { relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { ConfirmDialog } from '../ConfirmDialog';
import { useToast } from '../Toaster';
import { PersonLine } from './PersonLine';
import { RemovalPanel } from './RemovalPanel';
import { RoleMenu } from './RoleMenu';
import { Results } from './ShareDialog';
import { Standing } from './Standing';
import { useAccess } from './useAccess';
import { WideDialog } from './WideDialog';
import { personWords, roleShort, roleWords } from './words';

const useStyles = makeStyles({
  rows: { display: 'flex', flexDirection: 'column', '& > * + *': { borderTop: `1px solid ${T.colorNeutralStroke3}` } },
  row: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '12px', minHeight: '44px' },
  fixed: { paddingRight: '12px', textAlign: 'right' },
  stop: { marginLeft: '-12px' },
  foot: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
});
/** In the order of the menu. */
const everyRole: readonly RoleName[] = ['coOwner', 'view', 'viewAndShare'];

type Props = { credential: { id: string; name: string }; onClose: () => void; onAdd: () => void };

const nameOf = (grant: GrantView) => (grant.person ? personWords(grant.person) : grant.everyone !== null ? t('share.everyone', { team: grant.everyone }) : (grant.mail ?? ''));

function sinceWords({ by, since, pending }: GrantView): string {
  const when = inside(relativeTime(since));
  if (pending) return t('share.pending');
  return by === null ? t('access.owner', { when }) : by.you ? t('access.byYou', { when }) : t('access.by', { person: by.name, when });
}

/** S4 and S11: everyone with access, since when and by whom; roles and removals take effect on Save. */
export function ManageAccess({ credential, onClose, onAdd }: Props) {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const access = useAccess(credential.id);
  const [asking, setAsking] = useState(false);
  const ready = access.count > 0 && !access.save.isPending;
  const save = () => { if (ready) access.save.mutate(undefined, { onSuccess: (done) => { if (done.some((one) => one.outcome === 'failed')) return; toast(t('share.saved')); onClose(); } }); };
  const close = () => (access.count > 0 ? setAsking(true) : onClose());
  const problem = access.error ?? access.save.error;
  const words = access.losing > 0 ? t('access.lose', { n: access.losing }) : access.count > 0 ? t('access.change', { n: access.count }) : t('share.nobody');
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted, text.grow)} role="status">{words}</span>
      <Button onClick={close} data-testid={partIds.access.cancel}>{t('action.cancel')}</Button>
      <Button appearance="primary" disabledFocusable={!ready} title={access.count === 0 ? t('access.nothing') : undefined} onClick={save} data-testid={partIds.access.save}>{t('action.save')}</Button>
    </>
  );
  const line = (grant: GrantView) => {
    const change = access.changes[grant.id];
    const { person } = grant;
    const everyone = grant.everyone !== null;
    const whose = everyone ? { id: grant.id, name: nameOf(grant), you: false } : person;
    if (change?.kind === 'remove' && whose) return <RemovalPanel key={grant.id} credentialId={credential.id} grantId={grant.id} person={whose} everyone={everyone} also={change.variableIds} onAlso={(also) => access.setAlso(grant.id, also)} onKeep={() => access.keep(grant.id)} />;
    const gone = change?.kind === 'remove';
    const sub = gone ? t('access.willGo') : change?.kind === 'role' ? t('access.willChange', { role: roleWords(change.role) }) : sinceWords(grant);
    return (
      <div key={grant.id} className={s.row} data-testid={partIds.access.row(grant.id)}>
        <PersonLine id={person?.id ?? grant.id} name={nameOf(grant)} sub={sub} />
        {gone ? <Button appearance="subtle" onClick={() => access.keep(grant.id)} data-testid={partIds.access.keep(grant.id)}>{t('access.keep')}</Button>
          : grant.canChange ? <RoleMenu subtle label={t('access.roleOf', { name: nameOf(grant) })} role={change?.kind === 'role' ? change.role : grant.role} roles={everyRole.filter((one) => grant.roles.includes(one) || one === grant.role)} reason={person?.you ? t('access.ownRole') : (access.view?.mine.reason ?? null)} onRole={(role) => access.setRole(grant.id, role)} onRemove={() => access.remove(grant.id)} testId={partIds.access.role(grant.id)} />
            : <span className={mergeClasses(s.fixed, text.muted)} title={grant.reason ?? undefined}>{roleShort(grant.role)}</span>}
      </div>
    );
  };
  return (
    <>
      <WideDialog title={t('access.title', { name: credential.name })} footer={footer} onClose={close} onSave={save} testId={partIds.access.dialog}>
        {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
        {access.results.some((one) => one.outcome === 'failed') && <Results results={access.results} />}
        {access.view && <Standing view={access.view} />}
        {!access.view && !problem && <Skeleton aria-label={t('state.loading')}><SkeletonItem size={40} /></Skeleton>}
        <div className={s.rows}>{access.people.map(line)}</div>
        {access.view && (
          <div className={s.foot}>
            {access.people.some((one) => one.canChange && !one.person?.you) ? <Button appearance="subtle" className={s.stop} icon={<PersonDelete16Regular />} onClick={access.stopAll} data-testid={partIds.access.stopAll}>{t('access.stopAll')}</Button> : <span />}
            {access.view.mine.canShare && <Link className={text.link} onClick={onAdd} data-testid={partIds.access.add}>{t('share.add')}</Link>}
          </div>
        )}
      </WideDialog>
      <ConfirmDialog open={asking} title={t('edit.discard')} body={t('share.discardBody')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={onClose} />
    </>
  );
}
