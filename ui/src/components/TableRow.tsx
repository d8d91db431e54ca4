import { mergeClasses } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons';
import type { MouseEvent, RefObject } from 'react';
import { plain, t } from '../strings';
import { ids } from '../testIds';
import { cellSize } from './cellSize';
import { useTableStyles } from './DataTable.styles';
import type { MenuPlace } from './DataTable';
import type { DataTableProps, Row } from './DataTable.types';
import { useTableKeys } from './useTableKeys';

type Props<R extends Row> = DataTableProps<R> & {
  row: R; index: number; top: number; height: number; focused: number; page: number; anchor: RefObject<number>;
  move: (index: number) => void; onClickRow: (event: MouseEvent, index: number, row: R) => void; onFocusRow: (focus: { row: R; index: number }) => void; onMenu?: (place: MenuPlace<R>) => void;
};

export function TableRow<R extends Row>(props: Props<R>) {
  const { row, index, top, height, focused, columns, selected, onSelect, onOpen, onClickRow, onFocusRow, onMenu, rowLabel } = props;
  const s = useTableStyles();
  const on = selected.has(row.id);
  const keys = useTableKeys(props);
  const menuAt = (element: Element, event?: MouseEvent) => {
    const box = element.getBoundingClientRect();
    const inside = event && event.clientY > box.top && event.clientY < box.bottom;
    onMenu?.({ row, x: inside ? event.clientX : box.left + 32, y: inside ? event.clientY : box.bottom - 8 });
  };
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    props.anchor.current = index;
    onSelect(next);
  };
  return (
    <div
      role="row" aria-rowindex={index + 2} aria-selected={on} aria-label={rowLabel && plain(rowLabel(row))} tabIndex={index === focused ? 0 : -1} data-index={index} data-row={row.id} data-testid={ids.table.row(row.id)}
      className={mergeClasses(s.row, on && s.selected)} style={{ height, transform: `translateY(${top}px)` }}
      onContextMenu={(event) => { if (!onMenu) return; event.preventDefault(); menuAt(event.currentTarget, event); }}
      onKeyDown={(event) => { if (onMenu && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) { event.preventDefault(); return menuAt(event.currentTarget); } keys(event); }} onClick={(event) => onClickRow(event, index, row)} onDoubleClick={() => onOpen?.(row)} onFocus={() => onFocusRow({ row, index })}
    >
      <span role="gridcell" className={s.gutter}>
        <span
          role="checkbox" aria-checked={on} aria-label={t('table.selectRow', { name: row.name })} tabIndex={-1} data-check data-testid={ids.table.check(row.id)}
          className={mergeClasses(s.check, selected.size > 1 && s.checkShown, on && s.checked)} onClick={toggle}
        >
          {on && <Checkmark12Filled aria-hidden />}
        </span>
      </span>
      {columns.map((column, i) => (
        <span key={column.id} role="gridcell" data-column={column.id} className={mergeClasses(s.cell, i === 0 && s.first)} style={{ ...cellSize(column), ...(i === columns.length - 1 ? { paddingRight: 24 } : {}) }}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
