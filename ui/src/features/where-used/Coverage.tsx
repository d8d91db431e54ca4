import { Link, makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, Warning16Filled } from '@fluentui/react-icons';
import type { CoverageGap, CoverageView } from '../../api';
import { DetailsDrawer, useGo } from '../../components';
import { gapWords, isOfPerson, personGap, reportedWords, scannedWords } from '../../components/dependencies/words';
import { facts, plain, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', columnGap: '12px', minHeight: '40px', padding: '0 24px', borderTop: `1px solid ${T.colorNeutralStroke2}`, flexShrink: 0 },
  attention: { color: T.colorStatusWarningForeground3, flexShrink: 0 },
  good: { color: T.colorStatusSuccessForeground1, flexShrink: 0 },
  head: { fontWeight: 600, whiteSpace: 'nowrap' },
  link: { whiteSpace: 'nowrap', flexShrink: 0 },
  gap: { display: 'flex', columnGap: '8px', alignItems: 'flex-start' },
  sign: { marginTop: '2px' },
  links: { display: 'flex', flexWrap: 'wrap', columnGap: '16px' },
  people: { marginTop: '8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: '12px' },
});

/** What is known and what is not, in one line at the bottom. */
export function CoverageLine({ coverage, onMissing }: { coverage: CoverageView; onMissing: () => void }) {
  const s = useStyles();
  const text = useText();
  const rest = coverage.complete ? scannedWords(coverage) : t('coverage.sentence', { a: gapWords(coverage), b: scannedWords(coverage) });
  return (
    <div className={s.line} role="status" data-testid={partIds.used.coverage}>
      {coverage.complete ? <CheckmarkCircle16Filled className={s.good} aria-hidden /> : <Warning16Filled className={s.attention} aria-hidden />}
      <span className={s.head}>{t(coverage.complete ? 'coverage.yes' : 'coverage.no')}</span>
      <span className={mergeClasses(text.muted, text.cut, text.grow)} title={rest}>{rest}</span>
      <Link className={s.link} onClick={onMissing} data-testid={partIds.used.missing}>{t(coverage.complete ? 'used.showCoverage' : 'coverage.missing')}</Link>
    </div>
  );
}

const named = ['neverScanned', 'stale', 'scanning', 'folderMissing'] as const;
const isNamed = (kind: CoverageGap['kind']): kind is (typeof named)[number] => (named as readonly string[]).includes(kind);
const gapTitle = (gap: CoverageGap) => (isOfPerson(gap) ? personGap(gap) : gap.kind === 'noSource' ? t('gap.noSource') : isNamed(gap.kind) ? t(`gap.${gap.kind}`, { source: gap.source ?? '' }) : t(`gap.${gap.kind as CountedGap}`, { n: gap.count }));
type CountedGap = Exclude<CoverageGap['kind'], (typeof named)[number] | 'noSource' | 'noReport' | 'reportOld' | 'reportAhead' | 'reportIncomplete' | 'reportUnresolved'>;
const gapStep = (gap: CoverageGap) => t(gap.own ? 'gapStep.own' : `gapStep.${gap.kind}`);

/** What is mended in a team, and not in a source. */
const isOfTeam = (gap: CoverageGap) => gap.kind === 'teamNotSeen' || gap.kind === 'shared' || isOfPerson(gap);

/** Each gap with its reason and the step that closes it. */
export function MissingDrawer({ coverage, onClose, onUnresolved }: { coverage: CoverageView; onClose: () => void; onUnresolved: () => void }) {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const title = t(coverage.complete ? 'coverage.title' : 'coverage.missingTitle');
  return (
    <DetailsDrawer title={title} label={title} onClose={onClose} focusKey={1} commands={<span className={s.links}>{(coverage.complete || !coverage.gaps.every(isOfTeam)) && <Link onClick={() => go('/sources')}>{t('gap.toSources')}</Link>}{coverage.gaps.some(isOfTeam) && <Link onClick={() => go('/people')} data-testid={partIds.used.toTeams}>{t('gap.toTeams')}</Link>}</span>}>
      <span>{coverage.complete ? t('coverage.yes') : t('coverage.no')} <span className={text.muted}>{scannedWords(coverage)}</span></span>
      <ul className={s.list}>
        {coverage.gaps.map((gap) => (
          <li key={`${gap.kind} ${gap.sourceId ?? ''} ${gap.path ?? ''} ${gap.own} ${gap.person ?? ''}`} className={s.gap}>
            <Warning16Filled className={mergeClasses(s.attention, s.sign)} aria-hidden />
            <span className={text.col}>
              <span>{gapTitle(gap)}</span>
              {gap.path && <bdi className={mergeClasses(text.mono, text.small, text.muted, text.cut)} title={plain(gap.path)}>{t('gap.in', { path: gap.path, source: gap.source ?? '' })}</bdi>}
              <span className={mergeClasses(text.small, text.muted)}>{gapStep(gap)} {gap.kind === 'unresolved' && <Link className={text.link} onClick={onUnresolved}>{t('gap.toUnresolved')}</Link>}</span>
            </span>
          </li>
        ))}
      </ul>
      <People coverage={coverage} />
      {coverage.ignored > 0 && <span className={mergeClasses(text.small, text.muted)}>{t('coverage.ignored', { n: coverage.ignored })}</span>}
    </DetailsDrawer>
  );
}

/** Who has the thing as well, with what they reported: numbers, and no names of theirs. */
function People({ coverage }: { coverage: CoverageView }) {
  const s = useStyles();
  const text = useText();
  if (coverage.people.length === 0) return null;
  return (
    <section aria-label={t('coverage.people')} data-testid={partIds.used.people}>
      <span className={s.head}>{t('coverage.people')}</span>
      <ul className={mergeClasses(s.list, s.people)}>
        {coverage.people.map(({ name, reported, counts }, at) => (
          <li key={at} className={text.col}>
            <bdi className={text.cut}>{plain(counts.own ? t('used.otherDevice') : name)}</bdi>
            <span className={mergeClasses(text.small, text.muted)}>{facts([...(reportedWords(counts) ? [reportedWords(counts)] : reported ? [t('coverage.nothingUsed')] : []), reported ? t('coverage.reported', { when: inside(relativeTime(reported)) }) : t('coverage.notReported')])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
