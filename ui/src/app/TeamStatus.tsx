import { mergeClasses, useAnnounce } from '@fluentui/react-components';
import { CloudCheckmark16Regular, Code16Regular, PlugDisconnected16Regular, Warning16Filled } from '@fluentui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, keys, unwrap, useRustEvent, type Arrival, type SourceView, type TeamView } from '../api';
import { teamCommands, teamEvents } from '../api/bindings.team';
import { usedEvents } from '../api/bindings.used';
import { sourcesQuery } from '../api/dependencies';
import { useGo } from '../components/address';
import { useToast } from '../components/Toaster';
import { addWords, plain, relativeTime, t } from '../strings';
import { inside } from '../strings/dates';
import { status } from '../strings/en/status';
import { partIds } from '../testIds.parts';
import { useText } from '../theme';
import { useShellStyles } from './Shell.styles';

addWords(status);

export { PeopleSign } from './PeopleSign';

/** The time of the last look is told without a change. */
const lookAgain = 15_000;
const oneDay = 86_400_000;

/** Teams and sources in the status bar, and what colleagues share meanwhile. */
export default function TeamStatus() {
  return <>{answered.team && <><Teams /><Arrivals /></>}{answered.whereUsed && <Sources />}</>;
}

const worst = (team: TeamView) => (team.alarm ? 3 : team.sync.state === 'offline' ? 2 : team.sync.waiting > 0 ? 1 : 0);
const nameOf = (team: TeamView) => (team.name === '' ? t('status.newTeam') : plain(team.name));

function teamWords(team: TeamView): string {
  const { sync, alarm } = team;
  const name = nameOf(team);
  if (alarm) return t('status.off', { team: name });
  if (sync.state === 'offline') return t('status.away', { team: name });
  if (sync.state === 'joining') return t('status.joining', { team: name });
  if (sync.waiting > 0) return t('status.waiting', { team: name, n: sync.waiting });
  return sync.at ? t('status.synced', { team: name, when: inside(relativeTime(sync.at)) }) : t('status.syncing', { team: name });
}

function Teams() {
  const s = useShellStyles();
  const text = useText();
  const go = useGo();
  const { data } = useQuery({ queryKey: [...keys.team, 'list'], queryFn: () => unwrap(teamCommands.teamList()), refetchInterval: lookAgain });
  const first = [...(data ?? [])].sort((a, b) => worst(b) - worst(a))[0];
  if (!data || !first) return null;
  const wrong = first.alarm !== null;
  const Icon = wrong ? Warning16Filled : first.sync.state === 'offline' ? PlugDisconnected16Regular : CloudCheckmark16Regular;
  const words = data.length > 1 ? t('status.more', { words: teamWords(first), n: data.length - 1 }) : teamWords(first);
  return <button type="button" className={mergeClasses(s.item, s.shrink, wrong && s.soon)} title={words} onClick={() => go('/people')} data-testid={partIds.status.team}><Icon className={s.keep} aria-hidden /><span className={text.cut}>{words}</span></button>;
}

function sourceWords(sources: readonly SourceView[], running: string | null, now: number): string {
  const scanning = sources.find((one) => one.id === running || one.scan !== null);
  if (scanning) return t('status.scanning', { source: scanning.name });
  const old = sources.filter((one) => one.missing || one.last === null || (!one.watched && now - Date.parse(one.last.finished) > oneDay)).length;
  return old > 0 ? t('status.sourcesOld', { n: old }) : t('status.sources', { n: sources.length });
}

function Sources() {
  const s = useShellStyles();
  const text = useText();
  const go = useGo();
  const client = useQueryClient();
  const [running, setRunning] = useState<string | null>(null);
  const { data } = useQuery({ ...sourcesQuery, refetchInterval: 4 * lookAgain });
  useRustEvent(usedEvents.scanProgress, ({ sourceId, state }) => {
    setRunning(state === 'running' ? sourceId : null);
    if (state !== 'running') void client.invalidateQueries({ queryKey: keys.source });
  });
  if (!data || data.length === 0) return null;
  const words = sourceWords(data, running, Date.now());
  const last = data.map((one) => one.last?.finished).filter((one) => one !== undefined).sort().at(-1);
  return <button type="button" className={mergeClasses(s.item, s.shrink)} title={last ? t('status.scanned', { when: inside(relativeTime(last)) }) : undefined} onClick={() => go('/sources')} data-testid={partIds.status.sources}><Code16Regular className={s.keep} aria-hidden /><span className={text.cut}>{words}</span></button>;
}

function arrivalWords(all: readonly Arrival[]): string {
  const [one] = all;
  if (!one || all.length > 1) return t('arrived.many', { n: all.length, team: one?.team ?? '' });
  return one.by === null ? t('arrived.inTeam', { name: one.name, team: one.team }) : t('arrived.by', { person: one.by, name: one.name });
}

/** Said once, by sight and by ear; the list has it already. */
function Arrivals() {
  const toast = useToast();
  const { announce } = useAnnounce();
  useRustEvent(teamEvents.sharedWithYou, (all) => { if (all.length === 0) return; const words = arrivalWords(all); toast(words); announce(words, { polite: true }); });
  return null;
}
