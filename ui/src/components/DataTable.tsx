import { mergeClasses } from '@fluentui/react-components';
import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useTableStyles } from './DataTable.styles';
import type { Column, DataTableProps, Row } from './DataTable.types';
import { TableRow } from './TableRow';
import { rangeOf } from './useTableKeys';

export const cellSize = <R,>(column: Column<R>) => (column.width === undefined ? { flex: '1 1 0', minWidth: column.minWidth ?? 120 } : { flex: `0 0 ${column.width}px` });

/** A virtualised list in columns: fixed row height, paged by the caller, one tab stop. */
export function DataTable<R extends Row>(props: DataTableProps<R>) {
  const { label, columns, rows, total, rowHeight = 40, sort, onSort, selected, onSelect, onEnd } = props;
  const s = useTableStyles();
  const text = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const wantsFocus = useRef(false);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const focused = Math.max(0, rows.findIndex((row) => row.id === focusedId));
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 8, getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...(rows.length > 0 ? [focused] : [])])].sort((a, b) => a - b),
  });
  const items = virtual.getVirtualItems();
  const last = items.findLast((item) => item.index !== focused)?.index ?? 0;
  useEffect(() => { if (rows.length < total && last >= rows.length - 40) onEnd?.(); }, [last, rows.length, total, onEnd]);

  const move = useCallback((index: number) => {
    const row = rows[index];
    if (!row) return;
    wantsFocus.current = true;
    setFocusedId(row.id);
    virtual.scrollToIndex(index);
  }, [rows, virtual]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroll.current?.querySelector<HTMLElement>(`[data-index="${focused}"]`)?.focus({ preventScroll: true });
  }, [focused]);

  const click = useCallback((event: MouseEvent, index: number, row: R) => {
    setFocusedId(row.id);
    if (event.shiftKey) return onSelect(rangeOf(rows, anchor.current, index));
    anchor.current = index;
    if (!event.ctrlKey && !event.metaKey) return onSelect(new Set([row.id]));
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    onSelect(next);
  }, [rows, selected, onSelect]);

  return (
    <div role="grid" aria-label={label} aria-rowcount={total + 1} aria-multiselectable className={s.grid} data-testid={ids.table.grid}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={s.header}>
          <span role="columnheader" className={s.gutter}><span className={text.hidden}>{t('table.selection')}</span></span>
          {columns.map((column, i) => (
            <HeadCell key={column.id} column={column} first={i === 0} last={i === columns.length - 1} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      <div ref={scroll} className={s.scroll} role="rowgroup" tabIndex={rows.length === 0 ? undefined : -1}>
        <div className={s.body} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row && (
              <TableRow
                key={row.id} {...props} row={row} index={item.index} top={item.start} height={rowHeight} focused={focused} anchor={anchor} move={move} onClickRow={click}
                page={Math.max(1, Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 1)} onFocusRow={setFocusedId}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell<R extends Row>({ column, first, last, sort, onSort }: { column: Column<R>; first: boolean; last: boolean } & Pick<DataTableProps<R>, 'sort' | 'onSort'>) {
  const s = useTableStyles();
  const on = sort?.by === column.id;
  const Arrow = sort?.descending ? ArrowDown12Regular : ArrowUp12Regular;
  const direction = on ? (sort.descending ? 'descending' : 'ascending') : 'none';
  const next = on ? !sort.descending : (column.descendingFirst ?? false);
  return (
    <span role="columnheader" aria-sort={column.sortable ? direction : undefined} className={mergeClasses(s.headCell, first && s.first)} style={{ ...cellSize(column), ...(last ? { paddingRight: 24 } : {}) }}>
      {column.sortable && onSort
        ? <button type="button" className={s.sortButton} data-testid={ids.table.header(column.id)} onClick={() => onSort({ by: column.id, descending: next })}>{column.head}{on && <Arrow aria-hidden />}</button>
        : column.head}
    </span>
  );
}
