import { Button, makeStyles, mergeClasses, ProgressBar, tokens as T } from '@fluentui/react-components';
import { ArrowSync16Regular, BranchFork20Regular, Folder20Regular, Warning16Filled } from '@fluentui/react-icons';
import type { ScanProgress, SourceView } from '../../api';
import { Name } from '../../components';
import { exactTime, facts, plain, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  card: { display: 'grid', gridTemplateColumns: 'minmax(0,1fr) auto', columnGap: '12px', alignItems: 'center', padding: '12px 16px', borderRadius: T.borderRadiusLarge, border: `1px solid ${T.colorNeutralStroke2}` },
  on: { border: `1px solid ${T.colorBrandStroke1}`, backgroundColor: T.colorBrandBackground2, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-3px' },
  open: { border: 'none', background: 'none', padding: 0, font: 'inherit', color: 'inherit', textAlign: 'left', cursor: 'pointer', display: 'flex', columnGap: '12px', alignItems: 'center', minWidth: 0, borderRadius: T.borderRadiusMedium, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '2px' } },
  icon: { flexShrink: 0, color: T.colorNeutralForeground3 },
  attention: { color: T.colorStatusWarningForeground3, flexShrink: 0 },
  bar: { gridColumn: '1 / -1', marginTop: '8px' },
});

type Props = { source: SourceView; progress: ScanProgress | null; chosen: boolean; onOpen: () => void; onScan: () => void; onStop: () => void };

const gapsOf = (source: SourceView) => (source.last?.skipped ?? []).filter((one) => one.gap).reduce((sum, one) => sum + one.files, 0);

function lastWords({ last, missing }: SourceView): string {
  if (missing) return t('sources.missing');
  if (!last) return t('sources.never');
  return facts([t('sources.scanned', { when: inside(relativeTime(last.finished)) }), t('coverage.files', { n: last.files }), t('sources.references', { n: last.references })]);
}

function progressWords(progress: ScanProgress): string {
  if (progress.state === 'failed') return t('sources.failed', { why: progress.problem ?? '' });
  if (progress.state === 'stopped') return t('sources.stopped');
  return progress.total === null ? t('sources.progress', { n: progress.files }) : t('sources.progressOf', { n: progress.files, total: progress.total });
}

/** One folder: what is known of it, and its scan while it runs. */
export function SourceCard({ source, progress, chosen, onOpen, onScan, onStop }: Props) {
  const s = useStyles();
  const text = useText();
  const running = progress?.state === 'running';
  const gaps = gapsOf(source);
  const Icon = source.git ? BranchFork20Regular : Folder20Regular;
  const told = progress && progress.state !== 'finished' ? progressWords(progress) : null;
  return (
    <div className={mergeClasses(s.card, chosen && s.on)}>
      <button type="button" className={s.open} aria-pressed={chosen} onClick={onOpen} data-testid={partIds.sources.row(source.id)}>
        <Icon className={s.icon} aria-hidden />
        <span className={mergeClasses(text.col, text.grow)}>
          <span className={text.row}><span className={mergeClasses(text.strong, text.cut)}><Name text={source.name} /></span><span className={mergeClasses(text.small, text.muted)}>{t(source.watched ? 'sources.watched' : 'sources.notWatched')}</span></span>
          <bdi className={mergeClasses(text.mono, text.small, text.muted, text.cut)} title={plain(source.path)}>{plain(source.path)}</bdi>
          <span className={mergeClasses(text.row, text.small)} title={source.last ? exactTime(source.last.finished) : undefined}>
            {(gaps > 0 || source.missing) && <Warning16Filled className={s.attention} aria-hidden />}
            <span className={mergeClasses(text.muted, text.cut)}>{told ?? facts([lastWords(source), ...(gaps > 0 ? [t('coverage.skipped', { n: gaps })] : [])])}</span>
          </span>
        </span>
      </button>
      {running
        ? <Button size="small" onClick={onStop} data-testid={partIds.sources.stop(source.id)}>{t('sources.stop')}</Button>
        : <Button size="small" icon={<ArrowSync16Regular />} disabledFocusable={source.missing} onClick={onScan} data-testid={partIds.sources.scan(source.id)}>{t('sources.scan')}</Button>}
      {running && <ProgressBar className={s.bar} aria-label={t('sources.scanning', { name: source.name })} value={progress.total === null ? undefined : progress.files / Math.max(1, progress.total)} />}
    </div>
  );
}
