import { useCallback, type KeyboardEvent } from 'react';
import type { DataTableProps, Row } from './DataTable.types';

type Keys<R extends Row> = Pick<DataTableProps<R>, 'rows' | 'first' | 'onStart' | 'selected' | 'onSelect' | 'onOpen' | 'onKey'> & { focused: number; move: (index: number) => void; page: number; anchor: { current: number } };

const controls = 'button, a[href], [role="checkbox"], [role="link"]';

function stepThroughControls(row: HTMLElement, from: Element | null, by: 1 | -1): void {
  const all = [...row.querySelectorAll<HTMLElement>(controls)];
  const at = from === row ? (by === 1 ? -1 : 0) : all.indexOf(from as HTMLElement);
  const next = at + by;
  (next < 0 ? row : all[next])?.focus();
}

/** Selects from the anchor to the row, both included. */
export function rangeOf<R extends Row>(rows: readonly R[], a: number, b: number): Set<string> {
  return new Set(rows.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1).map((row) => row.id));
}

/** The keyboard map of tables. */
export function useTableKeys<R extends Row>({ rows, first = 0, onStart, selected, onSelect, onOpen, onKey, focused, move, page, anchor }: Keys<R>) {
  return useCallback((event: KeyboardEvent<HTMLElement>) => {
    const end = first + rows.length;
    const row = rows[focused - first];
    if (!row) return;
    const toggle = () => {
      const next = new Set(selected);
      if (!next.delete(row.id)) next.add(row.id);
      anchor.current = focused;
      onSelect(next);
    };
    const goTo: Record<string, number> = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: end - 1, PageDown: focused + page, PageUp: focused - page };
    const target = goTo[event.key];
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (target !== undefined && plain) {
      event.preventDefault();
      if (event.key === 'Home' && first > 0) onStart?.(0);
      const index = Math.max(event.key === 'Home' ? 0 : first, Math.min(end - 1, target));
      if (event.shiftKey) onSelect(rangeOf(rows, anchor.current - first, index - first));
      return move(index);
    }
    if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && plain) {
      event.preventDefault();
      return stepThroughControls(event.currentTarget, document.activeElement, event.key === 'ArrowRight' ? 1 : -1);
    }
    const onControl = event.target !== event.currentTarget;
    if (event.key === 'Enter' && plain && !onControl) { event.preventDefault(); return onOpen?.(row); }
    if (event.key === ' ' && !onControl) { event.preventDefault(); return event.shiftKey ? onSelect(rangeOf(rows, anchor.current - first, focused - first)) : toggle(); }
    if (event.key === 'a' && event.ctrlKey) { event.preventDefault(); return onSelect(new Set(rows.map((one) => one.id))); }
    if (event.key.length === 1 && /\p{L}|\p{N}/u.test(event.key) && plain) {
      const letter = event.key.toLocaleLowerCase();
      const from = focused - first + 1;
      const found = rows.findIndex((_, i) => rows[(from + i) % rows.length]?.name.toLocaleLowerCase().startsWith(letter));
      if (found >= 0) move(first + ((from + found) % rows.length));
      return;
    }
    onKey?.(event, row);
  }, [rows, first, onStart, selected, onSelect, onOpen, onKey, focused, move, page, anchor]);
}
