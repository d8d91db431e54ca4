import type { Column } from './DataTable.types';

export const narrowest = 56;

/** Fixed width, or the rest with its minimum. */
export const cellSize = <R,>(column: Column<R>) => (column.width === undefined ? { flex: '1 1 0', minWidth: column.minWidth ?? 120 } : { flex: `0 0 ${column.width}px` });
