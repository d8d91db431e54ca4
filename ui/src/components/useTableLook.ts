import { useMemo } from 'react';
import { useSettings } from '../api';
import type { Sort } from './DataTable.types';

type Look = { sort: Sort | null; widths: Record<string, number> };

/** "changed.down store:180 status:150": the order, then the widths that were dragged. */
export function readLook(text: string): Look {
  const look: Look = { sort: null, widths: {} };
  for (const word of text.split(' ')) {
    const [, by, direction, column, width] = /^(\w+)\.(up|down)$|^(\w+):(\d{2,4})$/.exec(word) ?? [];
    if (by) look.sort = { by, descending: direction === 'down' };
    if (column) look.widths[column] = Number(width);
  }
  return look;
}

export function writeLook({ sort, widths }: Look): string {
  return [...(sort ? [`${sort.by}.${sort.descending ? 'down' : 'up'}`] : []), ...Object.entries(widths).map(([column, width]) => `${column}:${Math.round(width)}`)].join(' ');
}

/** Order and widths of one table, kept in the workspace. */
export function useTableLook(table: string, first: Sort, columns: readonly string[]) {
  const { settings, update, error } = useSettings();
  const text = settings?.tables?.[table] ?? '';
  const look = useMemo(() => readLook(text), [text]);
  const keep = (patch: Partial<Look>) => update({ tables: { ...settings?.tables, [table]: writeLook({ ...look, ...patch }) } });
  return {
    /** The list is asked for once its order is known. */
    ready: settings !== undefined || error !== null,
    sort: look.sort && columns.includes(look.sort.by) ? look.sort : first,
    setSort: (sort: Sort) => keep({ sort }),
    widths: look.widths,
    onWidths: (widths: Record<string, number>) => keep({ widths }),
    rowHeight: settings?.denseRows ? 32 as const : 40 as const,
  };
}
