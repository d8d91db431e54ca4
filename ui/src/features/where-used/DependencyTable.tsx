import { mergeClasses } from '@fluentui/react-components';
import { Copy16Regular, DismissCircle16Regular, Flowchart16Regular, Open16Regular } from '@fluentui/react-icons';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { DependencyGroup, DependencyRow } from '../../api';
import { useWindowWidth, type Command } from '../../components';
import type { Open } from '../../components/dependencies/openRow';
import { placeWords } from '../../components/dependencies/words';
import { RowMenu } from '../../components/RowMenu';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { linesOf, type Line } from './lines';
import { LineView, type LineActions } from './LineView';
import { useTableStyles } from './table.styles';
import type { Dependencies } from './useDependencies';

const height = 32;
type Props = { list: Dependencies; open: Open; onNotThis: (row: DependencyRow) => void; drawer: boolean };

/** The dependencies in groups: virtualised, one tab stop, groups close and open by Left and Right. */
export function DependencyTable({ list, open, onNotThis, drawer }: Props) {
  const s = useTableStyles();
  const text = useText();
  const room = useWindowWidth() - (drawer ? 416 : 0);
  const shown = { read: room >= 860, pickUp: room >= 1000 };
  const scroll = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<DependencyGroup>>(new Set());
  const [at, setAt] = useState(0);
  const [menu, setMenu] = useState<{ row: DependencyRow; x: number; y: number } | null>(null);
  const wantsFocus = useRef(false);
  const lines = useMemo(() => linesOf(list.groups, closed), [list.groups, closed]);
  const focused = Math.max(0, Math.min(at, lines.length - 1));
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroll.current, estimateSize: () => height, overscan: 8, scrollMargin: height, scrollPaddingStart: height, getItemKey: (i) => lines[i]?.key ?? i, rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...(lines.length > 0 ? [focused] : [])])].sort((a, b) => a - b) });
  const lineElement = () => scroll.current?.querySelector<HTMLElement>(`[data-line="${focused}"]`);
  useEffect(() => { if (wantsFocus.current) { wantsFocus.current = false; lineElement()?.focus({ preventScroll: true }); } });
  const move = (to: number) => { const next = Math.max(0, Math.min(lines.length - 1, to)); wantsFocus.current = true; setAt(next); virtual.scrollToIndex(next); };
  const actions: LineActions = {
    toggle: ({ group }) => setClosed((old) => { const next = new Set(old); if (!next.delete(group)) next.add(group); return next; }),
    open: (row) => (row.place ? open.place(row.id) : row.thing && open.thing(row.thing)),
    menu: (row, element) => { const box = element.getBoundingClientRect(); setMenu({ row, x: box.left, y: box.bottom }); },
    more: ({ group }) => list.showMore(group),
  };
  const run = (line: Line) => { if (line.type === 'group') actions.toggle(line); else if (line.type === 'row') actions.open(line.row); else if (line.type === 'more') actions.more(line); };
  const stepInto = (line: HTMLElement, by: 1 | -1) => {
    const all = [...line.querySelectorAll<HTMLElement>('button, a[href]')];
    const to = (document.activeElement === line ? (by === 1 ? -1 : 0) : all.indexOf(document.activeElement as HTMLElement)) + by;
    (to < 0 ? line : all[to])?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, line: Line) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 320) / height) - 1);
    const to = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: lines.length - 1, PageDown: focused + page, PageUp: focused - page }[event.key];
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (to === undefined && !side && !isMenu && event.key !== 'Enter' && event.key !== ' ') return;
    if ((event.key === 'Enter' || event.key === ' ') && event.target !== event.currentTarget) return;
    event.preventDefault();
    if (to !== undefined) return move(to);
    if (isMenu) { if (line.type === 'row') actions.menu(line.row, event.currentTarget); return; }
    if (!side) return run(line);
    if (line.type === 'group') { if (line.open === (side === -1)) actions.toggle(line); return; }
    if (side === -1 && event.target === event.currentTarget) return move(lines.findIndex((one) => one.type === 'group' && one.group === line.group));
    stepInto(event.currentTarget, side);
  };
  const commandsOf = (row: DependencyRow): Command[] => [
    { id: 'open', label: t('used.open'), icon: <Open16Regular />, run: () => actions.open(row) },
    ...(row.place ? [{ id: 'copyPath', label: t('used.copyPath'), icon: <Copy16Regular />, run: () => open.copyPath(row.id) }] : []),
    ...(row.thing && row.look !== 'person' ? [{ id: 'start', label: t('used.startHere'), icon: <Flowchart16Regular />, run: () => { if (row.thing) open.startFrom(row.thing); } }] : []),
    ...(row.look === 'unresolved' ? [{ id: 'notThis', label: t(row.notThis ? 'used.isThis' : 'used.notThis'), icon: <DismissCircle16Regular />, run: () => onNotThis(row) }] : []),
  ];
  const head = (words: string, look: string | undefined) => <span role="columnheader" className={mergeClasses(s.cell, look)}>{words}</span>;
  return (
    <div className={s.grid}>
      <div ref={scroll} role="treegrid" aria-label={t(`used.${list.tab}`)} aria-rowcount={lines.length + 1} className={s.scroll} tabIndex={-1} data-testid={partIds.used.grid}>
        <div role="rowgroup" className={s.head}><div role="row" aria-rowindex={1} className={s.header}>{head(t('used.column.name'), s.headName)}{head(t('used.column.how'), s.how)}{shown.read && head(t('used.lastRead'), s.read)}{shown.pickUp && head(t('used.column.pickUp'), s.pickUp)}<span role="columnheader" className={mergeClasses(s.cell, s.end)}><span className={text.hidden}>{t('used.column.commands')}</span></span></div></div>
        <div role="rowgroup" className={s.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            return line && (
              <div
                key={line.key} role="row" aria-rowindex={index + 2} aria-level={line.type === 'group' ? 1 : 2} aria-expanded={line.type === 'group' ? line.open : undefined} tabIndex={index === focused ? 0 : -1} data-line={index} data-testid={line.type === 'group' ? partIds.used.group(line.group) : line.type === 'row' ? partIds.used.row(line.row.id) : undefined}
                className={mergeClasses(s.line, line.type === 'group' ? s.group : s.hover)} style={{ transform: `translateY(${start - height}px)` }} onFocus={() => setAt(index)} onClick={line.type === 'group' ? () => actions.toggle(line) : undefined} onDoubleClick={line.type === 'row' ? () => actions.open(line.row) : undefined}
                onKeyDown={(event) => onKeyDown(event, line)} onContextMenu={(event) => { if (line.type !== 'row') return; event.preventDefault(); setMenu({ row: line.row, x: event.clientX, y: event.clientY }); }}
              >
                <LineView line={line} shown={shown} thing={list.query.thing.kind} actions={actions} />
              </div>
            );
          })}
        </div>
      </div>
      {menu && <RowMenu label={t('table.menuOf', { name: menu.row.place ? placeWords(menu.row.place) : menu.row.name })} x={menu.x} y={menu.y} commands={commandsOf(menu.row)} onClose={(back) => { setMenu(null); if (back) requestAnimationFrame(() => lineElement()?.focus({ preventScroll: true })); }} />}
    </div>
  );
}
