import { Link, mergeClasses } from '@fluentui/react-components';
import { ChevronDown12Regular, ChevronRight12Regular, EyeOff16Regular, MoreHorizontal16Regular } from '@fluentui/react-icons';
import type { MouseEvent } from 'react';
import type { DependencyRow, ThingKind } from '../../api';
import { LookIcon } from '../../components/dependencies/LookIcon';
import { RowName } from '../../components/dependencies/PlaceName';
import { groupTitle, howWords, placeWords, readTitle, readWords } from '../../components/dependencies/words';
import { plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import type { Line } from './lines';
import { useTableStyles } from './table.styles';

export type Shown = { read: boolean; pickUp: boolean };
export type LineActions = { toggle: (line: Line) => void; open: (row: DependencyRow) => void; menu: (row: DependencyRow, at: HTMLElement) => void; more: (line: Line) => void };
type Props = { line: Line; shown: Shown; thing: ThingKind; actions: LineActions };

/** What stands in one line; its frame, place and focus belong to the table. */
export function LineView({ line, shown, thing, actions }: Props) {
  const s = useTableStyles();
  const text = useText();
  if (line.type === 'row') return <RowCells row={line.row} shown={shown} actions={actions} />;
  if (line.type === 'more') return <span role="gridcell" className={s.moreLink}><Link tabIndex={-1} onClick={() => actions.more(line)} data-testid={partIds.used.moreRows(line.group)}>{t('used.moreRows', { n: line.left })}</Link></span>;
  if (line.type === 'hidden') return <span role="gridcell" className={mergeClasses(s.cell, s.name, text.muted)}><EyeOff16Regular aria-hidden />{t('used.hidden', { n: line.total })}</span>;
  const Chevron = line.open ? ChevronDown12Regular : ChevronRight12Regular;
  return (
    <span role="gridcell" className={text.row}>
      <Chevron aria-hidden />{groupTitle(line.group)}<span className={mergeClasses(s.quiet, text.muted, text.num)}>{line.total}</span>
      {line.group === 'unresolved' && <span className={mergeClasses(s.quiet, text.small, text.muted, text.cut)}>{t('used.unresolved', { thing: t(`thingInText.${thing}`) })}</span>}
    </span>
  );
}

function RowCells({ row, shown, actions }: { row: DependencyRow; shown: Shown; actions: LineActions }) {
  const s = useTableStyles();
  const text = useText();
  const name = row.place ? placeWords(row.place) : row.name;
  const how = plain(howWords(row.how, row.place));
  const menu = (event: MouseEvent<HTMLElement>) => { event.stopPropagation(); actions.menu(row, event.currentTarget); };
  return (
    <>
      <span role="gridcell" className={mergeClasses(s.cell, s.name)}><LookIcon look={row.look} attention={row.look === 'unresolved' && !row.notThis} /><RowName row={row} />{row.candidate && <span className={s.tag}>{t('used.candidate')}</span>}{row.notThis && <span className={s.tag}>{t('used.marked')}</span>}</span>
      <span role="gridcell" className={mergeClasses(s.cell, s.how, text.muted)}><bdi className={mergeClasses(text.cut, row.place ? text.mono : undefined, row.place ? text.small : undefined)} title={how}>{how}</bdi></span>
      {shown.read && <span role="gridcell" className={mergeClasses(s.cell, s.read, text.muted, text.num)}><span className={text.cut} title={readTitle(row.lastRead)}>{readWords(row.lastRead)}</span></span>}
      {shown.pickUp && <span role="gridcell" className={mergeClasses(s.cell, s.pickUp, text.muted)}><span className={text.cut}>{t(`pickUp.${row.pickUp}`)}</span></span>}
      <span role="gridcell" className={mergeClasses(s.cell, s.end)}>
        <Link className={s.link} tabIndex={-1} aria-label={t('used.openOf', { name })} onClick={() => actions.open(row)} data-testid={partIds.used.open(row.id)}>{t('used.open')}</Link>
        <button type="button" tabIndex={-1} className={s.dots} aria-label={t('used.moreOf', { name })} aria-haspopup="menu" onClick={menu} data-testid={partIds.used.more(row.id)}><MoreHorizontal16Regular aria-hidden /></button>
      </span>
    </>
  );
}
