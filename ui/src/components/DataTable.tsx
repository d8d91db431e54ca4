import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useTableStyles } from './DataTable.styles';
import type { DataTableProps, Row } from './DataTable.types';
import { HeadCell } from './HeadCell';
import { RowMenu } from './RowMenu';
import { TableRow } from './TableRow';
import { useColumnWidths } from './useColumnWidths';
import { rangeOf } from './useTableKeys';


/** Where a menu opens: at the pointer, or at the row. */
export type MenuPlace<R> = { row: R; x: number; y: number };

/** A virtualised list in columns: fixed row height, paged by the caller, one tab stop. */
export function DataTable<R extends Row>(props: DataTableProps<R>) {
  const { label, rows, first = 0, total, exact = true, rowHeight = 40, sort, onSort, selected, onSelect, onEnd, onStart, commands, listKey } = props;
  const s = useTableStyles();
  const text = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const wantsFocus = useRef(false);
  const [focus, setFocus] = useState<{ row: R; index: number } | null>(null);
  const [menu, setMenu] = useState<MenuPlace<R> | null>(null);
  const { columns, resize, fit } = useColumnWidths(props, head);
  const end = first + rows.length;
  const held = rows.findIndex((row) => row.id === focus?.row.id);
  // A row whose page was let go stays mounted while it has the focus; one that is gone gives it to the row in its place.
  const away = held < 0 && focus !== null && focus.index < first;
  const focused = held >= 0 ? first + held : away ? focus.index : Math.max(first, Math.min(focus?.index ?? 0, end - 1));
  const rowAt = (index: number) => rows[index - first] ?? (away && index === focused ? focus.row : undefined);
  const virtual = useVirtualizer({
    count: end, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 8, getItemKey: (index) => rowAt(index)?.id ?? index,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...(rows.length > 0 ? [focused] : [])])].sort((a, b) => a - b),
  });
  const items = virtual.getVirtualItems();
  const shown = items.filter((item) => item.index !== focused);
  const top = shown[0]?.index ?? first;
  const bottom = shown.at(-1)?.index ?? 0;
  // Less ahead in a short first page, which fills the screen: the next one is asked for when it is scrolled.
  useEffect(() => { if (bottom >= end - Math.min(40, end / 4)) onEnd?.(); }, [bottom, end, onEnd]);
  useEffect(() => { if (first > 0 && top < first + 40) onStart?.(top); }, [top, first, onStart]);
  useEffect(() => { virtual.measure(); }, [rowHeight, virtual]);
  const [seen, setSeen] = useState(listKey);
  if (seen !== listKey) { setSeen(listKey); setFocus(null); }
  useEffect(() => { if (scroll.current) scroll.current.scrollTop = 0; }, [listKey]);

  const move = useCallback((index: number) => {
    const row = rows[index - first];
    if (!row) return virtual.scrollToIndex(index);
    wantsFocus.current = true;
    setFocus({ row, index });
    virtual.scrollToIndex(index);
  }, [rows, first, virtual]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroll.current?.querySelector<HTMLElement>(`[data-index="${focused}"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const click = useCallback((event: MouseEvent, index: number, row: R) => {
    setFocus({ row, index });
    if (event.shiftKey) return onSelect(rangeOf(rows, anchor.current - first, index - first));
    anchor.current = index;
    if (!event.ctrlKey && !event.metaKey) return onSelect(new Set([row.id]));
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    onSelect(next);
  }, [rows, first, selected, onSelect]);

  const closeMenu = (back: boolean) => {
    const id = menu?.row.id;
    setMenu(null);
    if (back && id) requestAnimationFrame(() => [...(scroll.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find((row) => row.dataset['row'] === id)?.focus({ preventScroll: true }));
  };
  const meant = menu && (selected.has(menu.row.id) ? rows.filter((row) => selected.has(row.id)) : [menu.row]);

  return (
    <div role="grid" aria-label={label} aria-rowcount={exact ? total + 1 : -1} aria-multiselectable className={s.grid} data-testid={ids.table.grid}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={s.header} ref={head}>
          <span role="columnheader" className={s.gutter}><span className={text.hidden}>{t('table.selection')}</span></span>
          {columns.map((column, i) => (
            <HeadCell key={column.id} column={column} before={columns[i - 1]} first={i === 0} last={i === columns.length - 1} sort={sort} onSort={onSort} onResize={resize} onFit={fit} />
          ))}
        </div>
      </div>
      <div ref={scroll} className={s.scroll} role="rowgroup" tabIndex={rows.length === 0 ? undefined : -1}>
        <div className={s.body} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            return row && (
              <TableRow
                key={row.id} {...props} columns={columns} row={row} index={item.index} top={item.start} height={rowHeight} focused={focused} anchor={anchor} move={move} onClickRow={click} onMenu={commands && setMenu}
                page={Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 1)} onFocusRow={setFocus}
              />
            );
          })}
        </div>
      </div>
      {menu && meant && <RowMenu label={t('table.menuOf', { name: menu.row.name })} x={menu.x} y={menu.y} commands={commands?.(meant).flatMap((one) => one.items ?? [one]) ?? []} onClose={closeMenu} />}
    </div>
  );
}
