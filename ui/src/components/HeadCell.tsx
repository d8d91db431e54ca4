import { mergeClasses } from '@fluentui/react-components';
import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import type { KeyboardEvent, PointerEvent } from 'react';
import { ids } from '../testIds';
import { cellSize } from './cellSize';
import { useTableStyles } from './DataTable.styles';
import type { Column, DataTableProps, Row } from './DataTable.types';

type Props<R extends Row> = { column: Column<R>; before: Column<R> | undefined; first: boolean; last: boolean; onResize: (id: string, before: string | undefined, by: number, done: boolean) => void; onFit: (id: string) => void } & Pick<DataTableProps<R>, 'sort' | 'onSort'>;

const step = 16;

/** A column's title: a click sorts, the line before it is dragged, Shift with an arrow does the same. */
export function HeadCell<R extends Row>({ column, before, first, last, sort, onSort, onResize, onFit }: Props<R>) {
  const s = useTableStyles();
  const on = sort?.by === column.id;
  const Arrow = sort?.descending ? ArrowDown12Regular : ArrowUp12Regular;
  const direction = on ? (sort.descending ? 'descending' : 'ascending') : 'none';
  const next = on ? !sort.descending : (column.descendingFirst ?? false);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? { ArrowRight: step, ArrowLeft: -step }[event.key] : undefined;
    if (!by || first) return;
    event.preventDefault();
    onResize(column.id, before?.id, by, true);
  };
  const drag = (down: PointerEvent<HTMLElement>) => {
    const handle = down.currentTarget;
    let at = down.clientX;
    handle.setPointerCapture(down.pointerId);
    const move = (event: globalThis.PointerEvent) => { onResize(column.id, before?.id, event.clientX - at, false); at = event.clientX; };
    const up = () => { handle.removeEventListener('pointermove', move); handle.removeEventListener('lostpointercapture', up); onResize(column.id, before?.id, 0, true); };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', up);
  };
  return (
    <span role="columnheader" aria-sort={column.sortable ? direction : undefined} data-column={column.id} className={mergeClasses(s.headCell, first && s.first)} style={{ ...cellSize(column), ...(last ? { paddingRight: 24 } : {}) }}>
      {!first && before && <span aria-hidden className={s.handle} data-testid={ids.table.handle(column.id)} onPointerDown={drag} onDoubleClick={() => onFit(before.width === undefined ? column.id : before.id)} />}
      {column.sortable && onSort
        ? <button type="button" className={s.sortButton} data-testid={ids.table.header(column.id)} onKeyDown={onKeyDown} onClick={() => onSort({ by: column.id, descending: next })}>{column.head}{on && <Arrow aria-hidden />}</button>
        : <span className={s.headWords}>{column.head}</span>}
    </span>
  );
}
