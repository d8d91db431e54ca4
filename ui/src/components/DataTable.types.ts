import type { KeyboardEvent, ReactNode } from 'react';

export type Row = { id: string; name: string };

export type Column<R> = {
  id: string;
  head: string;
  /** Width in px; without it the column takes the rest. */
  width?: number;
  minWidth?: number;
  /** Rust can sort by it. */
  sortable?: boolean;
  /** Direction of the first click. */
  descendingFirst?: boolean;
  cell: (row: R) => ReactNode;
};

export type Sort = { by: string; descending: boolean };

export type DataTableProps<R extends Row> = {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  /** All rows that match, loaded or not. */
  total: number;
  rowHeight?: 40 | 32;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
  /** Enter or a double click: focus goes to the details. */
  onOpen?: (row: R) => void;
  /** A key that the table itself does not use. */
  onKey?: (event: KeyboardEvent, row: R) => void;
  /** The last rows are near: ask for the next page. */
  onEnd?: () => void;
  rowLabel?: (row: R) => string;
};
