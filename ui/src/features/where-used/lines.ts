import type { DependencyGroup, DependencyGroupView, DependencyRow } from '../../api';

/** One line of the table. */
export type Line =
  | { type: 'group'; key: string; group: DependencyGroup; total: number; open: boolean }
  | { type: 'row'; key: string; group: DependencyGroup; row: DependencyRow }
  | { type: 'more'; key: string; group: DependencyGroup; left: number }
  | { type: 'hidden'; key: string; group: DependencyGroup; total: number };

/** Groups with their rows, one under the other; a closed group is its head alone. */
export function linesOf(groups: readonly DependencyGroupView[], closed: ReadonlySet<DependencyGroup>): Line[] {
  return groups.flatMap(({ group, total, rows, next }): Line[] => {
    const open = !closed.has(group);
    const head: Line = { type: 'group', key: `group ${group}`, group, total, open };
    if (!open) return [head];
    if (group === 'hidden') return [head, { type: 'hidden', key: 'hidden', group, total }];
    return [head, ...rows.map((row): Line => ({ type: 'row', key: `${group} ${row.id}`, group, row })), ...(next === null ? [] : [{ type: 'more' as const, key: `more ${group}`, group, left: total - rows.length }])];
  });
}
