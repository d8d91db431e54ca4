import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Spinner, tokens as T } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, PeopleTeam24Regular, PlugDisconnected16Regular, Warning16Filled } from '@fluentui/react-icons';
import type { JoinRequestView, TeamView } from '../../api';
import { PersonLine } from '../../components/sharing/PersonLine';
import { exactTime, plain, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', rowGap: '12px' },
  card: { padding: '12px 16px', display: 'flex', alignItems: 'center', columnGap: '12px', flexWrap: 'wrap', rowGap: '8px' },
  team: { display: 'flex', alignItems: 'center', columnGap: '12px', flex: '1 1 240px', minWidth: 0 },
  tile: { display: 'grid', placeItems: 'center', width: '36px', height: '36px', borderRadius: T.borderRadiusMedium, backgroundColor: T.colorNeutralBackground3, outline: `1px solid ${T.colorTransparentStroke}`, flexShrink: 0 },
  good: { color: T.colorStatusSuccessForeground1 },
  bad: { color: T.colorStatusDangerForeground1 },
  request: { padding: '4px 12px', display: 'flex', alignItems: 'center', columnGap: '12px', justifyContent: 'space-between', flexWrap: 'wrap' },
  buttons: { display: 'flex', columnGap: '8px', flexShrink: 0 },
});

function Sync({ team: { sync, alarm } }: { team: TeamView }) {
  const s = useStyles();
  const text = useText();
  const words = { synced: sync.at ? t('people.synced', { when: inside(relativeTime(sync.at)) }) : t('people.neverSynced'), syncing: t('people.syncing'), offline: t('people.offline'), joining: t('people.joining') }[sync.state];
  if (alarm) return <span className={mergeClasses(text.row, text.small)}><Warning16Filled className={s.bad} aria-hidden />{t('people.off')}</span>;
  return <span className={mergeClasses(text.row, text.small)} title={sync.at ? exactTime(sync.at) : undefined}>{sync.state === 'synced' ? <CheckmarkCircle16Filled className={s.good} aria-hidden /> : sync.state === 'offline' ? <PlugDisconnected16Regular aria-hidden /> : <Spinner size="extra-tiny" aria-hidden />}{words}{sync.waiting > 0 && `. ${t('people.waiting', { n: sync.waiting })}`}</span>;
}

/** The name comes with the approval. */
const nameOf = (team: TeamView) => (team.name === '' ? t('people.noName') : plain(team.name));

type Props = { team: TeamView; busy: boolean; onSync: () => void; onGoOn: () => void; onLeave: () => void; onAnswer: (request: JoinRequestView, letIn: boolean) => void; onCancel: (invitation: string) => void };

/** A team: where it meets, how it stands, who wants in. */
export function TeamCard({ team, busy, onSync, onGoOn, onLeave, onAnswer, onCancel }: Props) {
  const s = useStyles();
  const text = useText();
  return (
    <section className={s.all} aria-label={nameOf(team)}>
      {team.alarm && <MessageBar intent="error" layout="multiline"><MessageBarBody><MessageBarTitle>{t('alarm.head', { team: nameOf(team) })}</MessageBarTitle> {team.alarm.text} {t('alarm.goOnHint')}</MessageBarBody><MessageBarActions><Button size="small" disabledFocusable={busy} onClick={onGoOn} data-testid={partIds.people.goOn}>{t('alarm.goOn')}</Button></MessageBarActions></MessageBar>}
      <div className={mergeClasses(text.card, s.card)} data-testid={partIds.people.team(team.id)}>
        <span className={s.team}>
          <span className={s.tile}><PeopleTeam24Regular aria-hidden /></span>
          <span className={mergeClasses(text.col, text.grow)}><bdi className={mergeClasses(text.strong, text.cut)}>{nameOf(team)}</bdi><span className={mergeClasses(text.small, text.muted, text.cut)}>{team.people > 0 ? t('people.card', { people: t('share.peopleOf', { n: team.people }), place: team.place }) : t('people.place', { place: team.place })}</span></span>
        </span>
        <Sync team={team} />
        <span className={s.buttons}><Button size="small" disabledFocusable={busy} onClick={onSync} data-testid={partIds.people.sync}>{t('people.sync')}</Button><Button size="small" appearance="subtle" disabledFocusable={!team.canLeave} title={team.leaveReason ?? undefined} onClick={() => { if (team.canLeave) onLeave(); }} data-testid={partIds.people.leave}>{t('people.leave')}</Button></span>
      </div>
      {team.requests.length + team.invitations.length > 0 && <h2 className={text.section}>{t('people.invitations')}</h2>}
      {team.requests.map((one) => (
        <div key={one.id} className={mergeClasses(text.card, s.request)} data-testid={partIds.people.request(one.id)}>
          <PersonLine id={one.id} name={one.name} sub={t(one.yours ? 'people.askedYours' : 'people.asked')} />
          <span className={s.buttons}><Button size="small" onClick={() => onAnswer(one, false)} data-testid={partIds.people.refuse}>{t('people.refuse')}</Button><Button size="small" appearance="primary" onClick={() => onAnswer(one, true)} data-testid={partIds.people.letIn}>{t('people.letIn')}</Button></span>
        </div>
      ))}
      {team.invitations.map((one) => <div key={one.id} className={mergeClasses(text.row, text.small)}><span className={mergeClasses(text.muted, text.grow)}>{t('people.open', { person: one.by.name, when: exactTime(one.expires) })}</span><Button size="small" appearance="subtle" onClick={() => onCancel(one.id)} data-testid={partIds.people.cancelInvitation}>{t('people.cancelInvitation')}</Button></div>)}
    </section>
  );
}
