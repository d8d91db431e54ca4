import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { narrowest } from './cellSize';
import type { Column, DataTableProps, Row } from './DataTable.types';

const paddings = 18;

/** The width that a column's titles and mounted cells want. */
function wanted(head: HTMLElement, id: string): number {
  const cells = head.closest('[role="grid"]')?.querySelectorAll(`[data-column="${id}"]`) ?? [];
  const range = document.createRange();
  return Math.max(...[...cells].map((cell) => { range.selectNodeContents(cell); return Math.ceil(range.getBoundingClientRect().width); }), 0) + paddings;
}

/** Columns with the widths that a person dragged. A line between two columns moves both; next to the one that takes the rest it moves one. */
export function useColumnWidths<R extends Row>({ columns, widths, onWidths }: Pick<DataTableProps<R>, 'columns' | 'widths' | 'onWidths'>, head: RefObject<HTMLElement | null>) {
  const [live, setLive] = useState<Readonly<Record<string, number>>>(widths ?? {});
  const latest = useRef(live);
  useEffect(() => { latest.current = widths ?? {}; setLive(latest.current); }, [widths]);
  const sized = useMemo(() => columns.map((column): Column<R> => (column.width === undefined ? column : { ...column, width: live[column.id] ?? column.width })), [columns, live]);
  const widthOf = (id: string | undefined) => { const column = sized.find((one) => one.id === id); return column?.width === undefined ? undefined : (latest.current[column.id] ?? column.width); };
  const room = () => { const flex = sized.find((one) => one.width === undefined); const cell = flex && head.current?.querySelector(`[data-column="${flex.id}"]`); return cell ? Math.max(0, cell.clientWidth - (flex.minWidth ?? 120)) : 0; };
  const put = (patch: Record<string, number>, done: boolean) => {
    latest.current = { ...latest.current, ...patch };
    setLive(latest.current);
    if (done) onWidths?.({ ...latest.current });
  };
  const resize = (id: string, before: string | undefined, by: number, done: boolean) => {
    const own = widthOf(id);
    const left = widthOf(before);
    if (own === undefined) return;
    const most = own - narrowest;
    const step = Math.min(most, Math.max(by, left === undefined ? -room() : narrowest - left));
    put(step === 0 ? {} : { [id]: own - step, ...(left === undefined || before === undefined ? {} : { [before]: left + step }) }, done);
  };
  const fit = (id: string) => {
    const own = widthOf(id);
    if (own === undefined || !head.current) return;
    put({ [id]: Math.max(narrowest, Math.min(wanted(head.current, id), own + room())) }, true);
  };
  return { columns: sized, resize, fit };
}
