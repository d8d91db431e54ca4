import { Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, MessageBarTitle, Skeleton, SkeletonItem, tokens as T } from '@fluentui/react-components';
import { ChevronDown12Regular, ChevronRight12Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { AffectedAction, AffectedView, DependencyGroupView, DependencyRow } from '../../api';
import { list as joined, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { LookIcon } from './LookIcon';
import { Numbers } from './Numbers';
import { RowName } from './PlaceName';
import { gapWords, groupTitle, readTitle, readWords } from './words';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', columnGap: '8px', height: '32px', width: '100%', padding: 0, border: 'none', background: 'none', font: 'inherit', fontWeight: 600, color: 'inherit', textAlign: 'left', cursor: 'pointer', borderRadius: T.borderRadiusMedium, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  quiet: { fontWeight: 400 },
  rows: { listStyleType: 'none', margin: 0, padding: 0 },
  row: { display: 'grid', gridTemplateColumns: '16px minmax(0,1fr) 100px 124px', columnGap: '10px', alignItems: 'center', height: '32px', paddingLeft: '20px', borderTop: `1px solid ${T.colorNeutralStroke3}` },
  heads: { fontSize: T.fontSizeBase200, color: T.colorNeutralForeground3, borderTop: 'none', height: '20px' },
  open: { minWidth: 0, overflow: 'hidden', textAlign: 'left' },
  groups: { display: 'flex', flexDirection: 'column', rowGap: '4px' },
});

type Props = { action: AffectedAction; view: AffectedView | undefined; onAll?: () => void; onRow?: (row: DependencyRow) => void };

/** Numbers first, what needs a person, then everything that follows; changes nothing. */
export function Affected({ action, view, onAll, onRow }: Props) {
  const s = useStyles();
  if (!view) return <Skeleton aria-label={t('state.loading')}><SkeletonItem size={64} /></Skeleton>;
  const stops = action === 'delete' || action === 'unshare';
  const look = action === 'look';
  const waits = view.needsYou.rows.filter((row) => row.look !== 'unresolved').length;
  return (
    <>
      <Numbers counts={view.counts} />
      {view.blockedBy.length > 0 && action === 'delete' && <MessageBar intent="error" layout="multiline"><MessageBarBody><MessageBarTitle>{t('affected.blocked')}</MessageBarTitle> {t('affected.blockedBody', { list: joined(view.blockedBy.map(({ name }) => name)) })}</MessageBarBody></MessageBar>}
      {!stops && !look && waits > 0 && <MessageBar intent="warning" layout="multiline"><MessageBarBody><MessageBarTitle>{t('affected.wontFollow', { n: waits })}</MessageBarTitle> {t('affected.wontFollowBody')}</MessageBarBody></MessageBar>}
      {stops && !view.coverage.complete && <MessageBar intent="warning" layout="multiline"><MessageBarBody><MessageBarTitle>{t('affected.unsafe')}</MessageBarTitle> {t('affected.unsafeBody', { what: gapWords(view.coverage) })} {onAll && <Link inline onClick={onAll} data-testid={partIds.affected.all}>{t('affected.seeAll')}</Link>}</MessageBarBody></MessageBar>}
      {view.verdict === 'safeToDelete' && action === 'delete' && <MessageBar intent="success"><MessageBarBody>{t('affected.safe')}</MessageBarBody></MessageBar>}
      {view.needsYou.total + view.groups.length > 0 && (
        <div className={s.groups}>
          <div className={mergeClasses(s.row, s.heads)} aria-hidden><span /><span /><span>{t('used.lastRead')}</span><span>{stops ? '' : t('used.column.pickUp')}</span></div>
          {view.needsYou.total > 0 && <Group view={view.needsYou} title={t('affected.needsYou')} id="needsYou" start stops={stops || action === 'rename'} attention />}
          {view.groups.map((group) => <Group key={group.group} view={group} title={group.group === 'code' && !stops && !look ? t('affected.codeFollows') : groupTitle(group.group)} id={group.group} start={look || group.group === 'connections'} stops={stops} onRow={onRow} />)}
        </div>
      )}
    </>
  );
}

function Group({ view, title, id, start, stops, attention = false, onRow }: { view: DependencyGroupView; title: string; id: string; start: boolean; stops: boolean; attention?: boolean; onRow?: ((row: DependencyRow) => void) | undefined }) {
  const s = useStyles();
  const text = useText();
  const [open, setOpen] = useState(start);
  const Chevron = open ? ChevronDown12Regular : ChevronRight12Regular;
  return (
    <section>
      <button type="button" className={s.head} aria-expanded={open} onClick={() => setOpen(!open)} data-testid={partIds.affected.group(id)}><Chevron aria-hidden />{title}<span className={mergeClasses(s.quiet, text.muted, text.num)}>{view.total}</span></button>
      {open && <ul className={s.rows}>{view.rows.map((row) => <Line key={row.id} row={row} stops={stops} attention={attention} onRow={onRow} />)}{view.total > view.rows.length && <li className={mergeClasses(s.row, text.muted)}><span /><span>{t('affected.moreRows', { n: view.total - view.rows.length })}</span></li>}</ul>}
    </section>
  );
}

function Line({ row, stops, attention, onRow }: { row: DependencyRow; stops: boolean; attention: boolean; onRow: ((row: DependencyRow) => void) | undefined }) {
  const s = useStyles();
  const text = useText();
  return (
    <li className={s.row}>
      <LookIcon look={row.look} attention={attention} />{onRow ? <Link className={s.open} onClick={() => onRow(row)} data-testid={partIds.affected.row(row.id)}><RowName row={row} uses /></Link> : <RowName row={row} uses />}
      <span className={mergeClasses(text.muted, text.cut, text.num)} title={readTitle(row.lastRead)}>{readWords(row.lastRead)}</span><span className={text.cut}>{t(stops && row.look !== 'unresolved' ? 'pickUp.stops' : `pickUp.${row.pickUp}`)}</span>
    </li>
  );
}
