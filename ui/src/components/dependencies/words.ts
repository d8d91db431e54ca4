import type { CoverageGap, CoverageView, DependencyGroup, DependencyRow, HowView, LastReadView, PlaceView, ReportedView, ThingLook } from '../../api';
import { addWords, exactTime, facts, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { whereUsed } from '../../strings/en/whereUsed';

addWords(whereUsed);

/** "Secret variable", "SSH host". */
export const lookWord = (look: ThingLook): string => t(look === 'secret' ? 'thing.secretVariable' : `thing.${look}`);

export const groupTitle = (group: DependencyGroup): string => t(`used.group.${group}`);

/** "as password", "through SAP payroll robot", or the form as found. */
export function howWords(how: HowView, place: PlaceView | null): string {
  if (how.kind === 'code' || how.kind === 'mayUse') return place?.expression ?? '';
  if (how.kind === 'read') return how.name === '1' ? t('how.readOnce') : t('how.read', { n: how.name ?? '' });
  if (how.reported) return reportedWords(how.reported);
  return how.kind === 'through' ? t('how.through', { name: how.name ?? '' }) : t(`how.${how.kind as OtherHow}`);
}
type OtherHow = Exclude<HowView['kind'], 'code' | 'mayUse' | 'read' | 'through' | 'reported'>;

/** "2 connections, 5 places in code": what somebody reported, numbers alone. */
export function reportedWords({ credentials, connections, places, programs }: ReportedView): string {
  const some = (n: number, words: (n: number) => string) => (n > 0 ? [words(n)] : []);
  return facts([...some(credentials, (n) => t('graph.credentials', { n })), ...some(connections, (n) => t('graph.connections', { n })), ...some(places, (n) => t('how.places', { n })), ...some(programs, (n) => t('graph.programs', { n }))]);
}

/** A person's name, or that it is this one elsewhere. */
export const rowName = (row: DependencyRow): string => (row.how.reported?.own ? t('used.otherDevice') : row.name);

const ofPeople = ['noReport', 'reportOld', 'reportAhead', 'reportIncomplete', 'reportUnresolved'] as const;
export type PersonGap = CoverageGap & { kind: (typeof ofPeople)[number] };
export const isOfPerson = (gap: CoverageGap): gap is PersonGap => (ofPeople as readonly string[]).includes(gap.kind);

/** "No report from Ana". */
export function personGap(gap: PersonGap): string {
  const person = gap.own ? t(gap.kind === 'noReport' ? 'gap.ofOwn' : 'gap.own') : (gap.person ?? '');
  return t(`gap.${gap.kind}`, { person, n: gap.count });
}

export const readWords = (read: LastReadView): string => (read.at === null ? t('read.notKnown') : relativeTime(read.at));
export const readTitle = (read: LastReadView): string | undefined => (read.at === null ? undefined : read.program ? t('read.by', { when: exactTime(read.at), program: read.program }) : t('read.here', { when: exactTime(read.at) }));

/** "payroll/flows/run-payroll.ps1:42". */
export function placeWords(place: PlaceView): string {
  const file = `${place.source}/${place.folder}${place.file}`;
  return place.cell === null ? t('place.line', { file, line: String(place.line) }) : t('place.cell', { file, n: place.cell.n, line: place.cell.line });
}

/** "14 files skipped, 1 name unresolved": what is not known. */
export function gapWords(coverage: CoverageView): string {
  const { skipped, unresolved, hidden, sources } = coverage;
  const some = (n: number, words: (n: number) => string) => (n > 0 ? [words(n)] : []);
  const known = [...(sources === 0 ? [t('coverage.sources', { n: 0 })] : []), ...some(skipped, (n) => t('coverage.skipped', { n })), ...some(unresolved, (n) => t('coverage.unresolved', { n })), ...some(hidden, (n) => t('coverage.hidden', { n })), ...sourceWords(coverage), ...teamWords(coverage), ...peopleWords(coverage)];
  return facts(known.length > 0 ? known : [t('coverage.skipped', { n: 0 })]);
}

const ofSources = ['neverScanned', 'stale', 'scanning', 'folderMissing'] as const;
const isOfSource = (gap: CoverageGap): gap is CoverageGap & { kind: (typeof ofSources)[number] } => (ofSources as readonly string[]).includes(gap.kind);

/** What is the matter with one source, or with how many. */
function sourceWords({ gaps }: CoverageView): string[] {
  const [first, ...rest] = gaps.filter(isOfSource);
  return first ? [t(`gap.${first.kind}`, { source: first.source ?? '' }), ...(rest.length > 0 ? [t('gap.moreSources', { n: rest.length })] : [])] : [];
}

/** What is not known of teams. */
function teamWords({ gaps }: CoverageView): string[] {
  return gaps.flatMap((gap) => (gap.kind === 'teamNotSeen' || gap.kind === 'shared' ? [t(`coverage.${gap.kind}`, { n: gap.count })] : []));
}

const named = 3;
/** What is missing of the first people, and how many more there are. */
function peopleWords({ gaps }: CoverageView): string[] {
  const people = gaps.filter(isOfPerson);
  const more = people.length - named;
  return [...people.slice(0, named).map(personGap), ...(more > 0 ? [t('gap.morePeople', { n: more })] : [])];
}

/** "3 sources, 12,408 files, scanned 2 min ago". */
export function scannedWords(coverage: CoverageView): string {
  const { sources, files, scanned } = coverage;
  return facts([t('coverage.sources', { n: sources }), ...(sources > 0 ? [t('coverage.files', { n: files }), scanned ? t('coverage.scanned', { when: inside(relativeTime(scanned)) }) : t('coverage.never')] : [])]);
}
