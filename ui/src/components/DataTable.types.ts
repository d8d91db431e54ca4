import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

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

/** Something that can be done, in the command bar and in the menu of a row alike. */
export type Command = { id: string; label: string; icon?: ReactElement; run: () => void; reason?: string | null; keys?: string; primary?: boolean; end?: boolean; testId?: string; /** A menu of commands instead of one. */ items?: Command[] };

/** Rows that are held, and where they stand. */
export type RowsProps<R extends Row> = {
  rows: readonly R[];
  /** How many rows stand before the first that is held. */
  first?: number;
  /** All rows that match, loaded or not. */
  total: number;
  /** Whether `total` was counted to the end. */
  exact?: boolean;
  /** The last rows are near: ask for the next page. */
  onEnd?: () => void;
  /** A row before the first that is held is wanted. */
  onStart?: (row: number) => void;
};

export type DataTableProps<R extends Row> = RowsProps<R> & {
  label: string;
  columns: readonly Column<R>[];
  rowHeight?: 40 | 32;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Widths that a person dragged, by column. */
  widths?: Readonly<Record<string, number>>;
  onWidths?: (widths: Record<string, number>) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
  /** Enter or a double click: focus goes to the details. */
  onOpen?: (row: R) => void;
  /** A key that the table itself does not use. */
  onKey?: (event: KeyboardEvent, row: R) => void;
  /** What the menu of a row offers: for the whole selection when the row is in it. */
  commands?: (rows: R[]) => Command[];
  rowLabel?: (row: R) => string;
  /** Changes when another list is asked for: the table goes back to its top. */
  listKey?: string;
};
