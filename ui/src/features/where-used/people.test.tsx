import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AffectedView, CoverageGap, CoverageView, DependencyRow, DependencyView, ReportedView } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';

const none: ReportedView = { own: false, credentials: 0, connections: 0, places: 0, programs: 0 };
const ana = { ...none, connections: 2, places: 5 };
const other = { ...none, own: true, credentials: 1, places: 1 };
const gap = (kind: CoverageGap['kind'], person: string, count: number, own = false): CoverageGap => ({ kind, sourceId: null, source: null, path: null, person, own, count });
const coverage: CoverageView = {
  complete: false, sources: 1, files: 12, scanned: new Date().toISOString(), skipped: 0, ignored: 0, unresolved: 0, hidden: 0,
  gaps: [gap('noReport', 'Ben', 1), gap('reportOld', 'Cleo', 9), gap('reportIncomplete', 'Dan', 1), gap('noReport', 'Maya', 1, true), gap('reportUnresolved', 'Eve', 3)],
  people: [{ name: 'Ana', reported: new Date().toISOString(), counts: ana }, { name: 'Ben', reported: null, counts: none }],
};
const row = (id: string, name: string, reported: ReportedView): DependencyRow => ({
  id, look: 'person', name, thing: { kind: 'person', id }, place: null, how: { kind: 'reported', name: null, reported }, lastRead: { at: null, program: null }, pickUp: 'notKnown', edge: 'declared', candidate: false, notThis: false,
});
const group = { group: 'people' as const, total: 2, rows: [row('p1', 'Ana', ana), row('me', 'Maya', other)], next: null };
const list = (): DependencyView => ({ thing: { kind: 'variable', id: 'x2', look: 'secret', name: 'SAP payroll password', sub: 'x', uses: 2 }, counts: { usedBy: 2, uses: 0, deleteBlockedBy: 0 }, groups: [group], sources: [], verdict: 'used', coverage });
const affected = (): AffectedView => ({
  counts: { credentials: 0, connections: 0, places: 0, programs: 0, people: 2, unresolved: 0, hidden: 0 }, needsYou: { group: 'unresolved', total: 0, rows: [], next: null }, groups: [group], blockedBy: [], verdict: 'used', coverage,
});

it('counts what colleagues use without a name of theirs, and says who did not report', async () => {
  const { user } = open('#/where-used?kind=variable&id=x2', { dependency_list: list });
  const grid = await screen.findByTestId(partIds.used.grid);
  await within(grid).findByText('2 connections, 5 places in code');
  within(grid).getByText('Your other device');
  within(grid).getByText('1 credential, 1 place in code');
  screen.getByTestId(partIds.used.filter('people'));
  const line = screen.getByTestId(partIds.used.coverage).textContent;
  expect(line).toContain('Coverage is not complete.');
  expect(line).toContain('No report from Ben, Cleo’s report is 9 days old, Dan’s scan is not complete, 2 more people');
  expect(line).not.toContain('nothing skipped');
  await user.click(screen.getByTestId(partIds.used.missing));
  await screen.findByText('No report from your other device');
  screen.getByText('Eve has 3 names that are computed at run time');
  const people = screen.getByTestId(partIds.used.people);
  expect(within(people).getAllByRole('listitem').map((one) => one.textContent)).toEqual(['Ana2 connections, 5 places in code, reported just now', 'Benno report']);
  expect(await findings()).toEqual([]);
});

it('says in the sheet before a delete what it is to each colleague', async () => {
  const { user } = open('#/variables?id=v7', { affected_preview: affected });
  await screen.findByTestId(ids.table.row('v7'));
  await user.click(await screen.findByTestId(ids.variables.delete));
  const sheet = await screen.findByTestId(partIds.affected.sheet);
  await user.click(await within(sheet).findByTestId(partIds.affected.group('people')));
  within(sheet).getByText('Ana: 2 connections, 5 places in code');
  within(sheet).getByText('Your other device: 1 credential, 1 place in code');
  within(sheet).getByText(/No report from Ben/);
  expect(await findings()).toEqual([]);
});
