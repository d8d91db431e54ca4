import { Button, makeStyles, mergeClasses, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { PeopleTeam16Regular, PersonAdd16Regular, PlugConnected16Regular, ShieldKeyhole16Regular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, keys, unwrap, type JoinRequestView, type PersonView, type TeamView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { Commands, ConfirmDialog, DataTable, DetailsDrawer, EmptyState, ErrorState, Page, PageHeader, PageSearch, SkeletonRows, useAddress, usePageTitle, useSlow, useToast, useWindowWidth } from '../../components';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { columnsFor } from './columns';
import { InviteDialog } from './InviteDialog';
import { PersonDrawer } from './PersonDrawer';
import { RotationBar } from './RotationBar';
import { RemovePerson } from './RemovePerson';
import { SafetyCode } from './SafetyCode';
import { TeamCard } from './TeamCard';
import { TeamDialog } from './TeamDialog';
import { usePeople } from './usePeople';

const useStyles = makeStyles({ cards: { display: 'flex', flexDirection: 'column', rowGap: '16px', padding: '16px 24px', flexShrink: 0 }, head: { padding: '0 24px 4px' } });
type Over = { kind: 'invite'; team: TeamView } | { kind: 'team' | 'join' } | { kind: 'leave'; team: TeamView } | { kind: 'letIn'; team: TeamView; request: JoinRequestView } | { kind: 'remove'; person: PersonView } | null;

/** People and teams: who shares with whom, and whose keys were compared. */
export function PeoplePage() {
  const s = useStyles();
  const text = useText();
  const toast = useToast();
  const width = useWindowWidth();
  const all = usePeople();
  const [address, setAddress] = useAddress();
  const [over, setOver] = useState<Over>(null);
  const { data: teams, error, isPending } = all.teams;
  const slow = useSlow(isPending);
  const openId = address['id'] ?? null;
  const mine = address['code'] !== undefined;
  const change = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSuccess: () => { void all.refresh(); } });
  const run = (what: () => Promise<unknown>) => change.mutate(what);
  const answer = (team: TeamView, request: JoinRequestView, letIn: boolean) => (letIn ? setOver({ kind: 'letIn', team, request }) : run(() => unwrap(teamCommands.joinRefuse(team.id, request.id))));
  const own = teams?.find((one) => one.rank === 'owner');
  usePageTitle(t('people.title'), isPending ? null : t('people.title'));
  const blank = teams?.length === 0;
  const close = () => setOver(null);
  const commands = [
    { id: 'invite', primary: true, label: t('people.invite'), icon: <PersonAdd16Regular />, reason: own ? null : t('people.notOwner'), run: () => { if (own) setOver({ kind: 'invite', team: own }); }, testId: partIds.people.invite },
    { id: 'newTeam', label: t('people.newTeam'), icon: <PeopleTeam16Regular />, run: () => setOver({ kind: 'team' }), testId: partIds.people.newTeam },
    { id: 'join', label: t('people.join'), icon: <PlugConnected16Regular />, run: () => setOver({ kind: 'join' }), testId: partIds.people.join },
    { id: 'code', label: t('people.myCode'), icon: <ShieldKeyhole16Regular />, run: () => setAddress({ code: '1', id: null }), testId: partIds.people.myCode },
  ];
  const { list } = all;
  const drawer = mine ? <MyCode onClose={() => setAddress({ code: null })} /> : openId && <PersonDrawer id={openId} onClose={() => setAddress({ id: null })} onRemove={(person) => setOver({ kind: 'remove', person })} />;
  return (
    <Page drawer={drawer}>
      <PageHeader title={t('people.title')}>{!blank && <PageSearch label={t('people.search')} value={all.search} onChange={all.setSearch} testId={partIds.people.search} />}</PageHeader>
      {error ? <ErrorState what={asUiError(error).message} next={asUiError(error).hint} code={asUiError(error).code} onRetry={() => void all.teams.refetch()} />
        : !teams ? (slow ? <SkeletonRows /> : null)
          : blank ? <EmptyState title={t('people.empty')} body={t('people.emptyBody')} actions={<><Button appearance="primary" onClick={() => setOver({ kind: 'team' })} data-testid={partIds.people.newTeam}>{t('people.newTeam')}</Button><Button onClick={() => setOver({ kind: 'join' })} data-testid={partIds.people.join}>{t('people.join')}</Button></>} />
            : (
              <>
                <Commands label={t('people.title')} commands={commands} />
                <div className={s.cards}>
                  <RotationBar />
                  {change.error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(change.error).message} {asUiError(change.error).hint}</MessageBarBody></MessageBar>}
                  {teams.map((team) => <TeamCard key={team.id} team={team} busy={change.isPending} onSync={() => run(() => unwrap(teamCommands.teamSync(team.id)))} onGoOn={() => run(() => unwrap(teamCommands.teamGoOn(team.id)))} onLeave={() => setOver({ kind: 'leave', team })} onAnswer={(request, letIn) => answer(team, request, letIn)} onCancel={(id) => run(() => unwrap(teamCommands.invitationCancel(id)))} />)}
                </div>
                <h2 className={mergeClasses(text.section, s.head)}>{t('people.people')}</h2>
                {list.error ? <ErrorState what={asUiError(list.error).message} next={asUiError(list.error).hint} onRetry={list.retry} />
                  : <DataTable label={t('people.people')} columns={columnsFor(width, Boolean(drawer))} rows={list.rows} first={list.first} total={list.total} exact={list.exact} onEnd={list.onEnd} onStart={list.onStart} listKey={all.listKey} {...all.look} onSort={all.look.setSort} selected={new Set(openId ? [openId] : [])} onSelect={(next) => setAddress({ id: [...next].at(-1) ?? null, code: null })} onOpen={(row) => setAddress({ id: row.id, code: null })} />}
              </>
            )}
      {over?.kind === 'invite' && <InviteDialog team={over.team} onClose={() => { close(); void all.refresh(); }} />}
      {(over?.kind === 'team' || over?.kind === 'join') && <TeamDialog joining={over.kind === 'join'} onClose={close} onDone={(team) => { toast(t(over.kind === 'join' ? 'team.asked' : 'team.made', { name: team.name })); close(); void all.refresh(); }} />}
      {over?.kind === 'remove' && <RemovePerson person={over.person} onClose={close} onDone={() => { toast(t('removePerson.done', { person: over.person.name })); close(); setAddress({ id: null }); void all.refresh(); }} />}
      <ConfirmDialog open={over?.kind === 'leave'} danger title={over?.kind === 'leave' ? t('leave.title', { team: over.team.name }) : ''} body={t('leave.body')} no={t('action.cancel')} yes={t('people.leave')} onNo={close} onYes={() => { if (over?.kind === 'leave') run(() => unwrap(teamCommands.teamLeave(over.team.id))); close(); }} />
      <ConfirmDialog open={over?.kind === 'letIn'} title={over?.kind === 'letIn' ? t('people.letInTitle', { person: over.request.name }) : ''} body={over?.kind === 'letIn' ? [t('people.letInWhy'), over.request.sameMailAs ? t('people.sameMail', { person: over.request.sameMailAs.name }) : '', t('people.letInCode', { words: over.request.safetyCode.join(' ') })].filter(Boolean).join(' ') : ''} no={t('action.cancel')} yes={t('people.letIn')} onNo={close} onYes={() => { if (over?.kind === 'letIn') run(() => unwrap(teamCommands.joinApprove(over.team.id, over.request.id))); close(); }} />
    </Page>
  );
}

function MyCode({ onClose }: { onClose: () => void }) {
  const { data } = useQuery({ queryKey: [...keys.team, 'code'], queryFn: () => unwrap(teamCommands.safetyCode()) });
  return <DetailsDrawer title={t('people.myCode')} label={t('people.myCode')} sub={data?.name} focusKey={1} onClose={onClose}>{data && <SafetyCode words={data.words} />}</DetailsDrawer>;
}
