import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { App, makeClient } from '../../app/App';
import type { DependencyQuery, GraphView } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { graphFake, manyCredentialUses, manyUses, manyUserNames } from '../../testing/graph';
import { refuse, startFake, type Handler, type Lists } from '../../testing/fake';
import { drawing, mostDrawn, through } from './graph/group';
import { columns } from './graph/layout';

function open(at: string, overrides: Record<string, Handler> = {}, lists: Lists = {}) {
  window.location.hash = at;
  const fake = startFake({}, overrides, lists);
  render(<App client={makeClient()} />);
  return { ...fake, user: userEvent.setup() };
}
const findings = async () => (await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })).violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);
const asked = (calls: { command: string; args: Record<string, unknown> }[], command: string) => calls.filter((one) => one.command === command).map((one) => one.args);
const password = '#/where-used?kind=variable&id=x2';

describe('the table', () => {
  it('shows the groups with their counts, what is hidden as a number, and has no findings', async () => {
    open(password);
    const grid = await screen.findByTestId(partIds.used.grid);
    expect(within(grid).getByTestId(partIds.used.group('credentials')).textContent).toBe('Credentials2');
    expect(within(grid).getByTestId(partIds.used.group('connections')).textContent).toBe('Connections5');
    await within(grid).findByText('SAP payroll robot');
    expect(screen.getByTestId(partIds.used.coverage).textContent).toContain('14 files skipped, 1 name unresolved, 2 uses you may not see');
    expect(await findings()).toEqual([]);
  });

  it('closes a group by Left, opens it by Right, and moves by arrows', async () => {
    const { user } = open(password);
    const group = await screen.findByTestId(partIds.used.group('credentials'));
    group.focus();
    await user.keyboard('{ArrowLeft}');
    expect(group.getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByTestId(partIds.used.row('c1'))).toBeNull();
    await user.keyboard('{ArrowRight}{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(partIds.used.row('c1'))));
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(partIds.used.group('credentials'))));
  });

  it('opens a place at its line, and says so when only the folder could be shown', async () => {
    const { user, calls } = open(`${password}&groups=code`, { place_open: () => ({ opened: 'folder' }) });
    await user.click(await screen.findByTestId(partIds.used.open('p1')));
    expect(asked(calls, 'place_open')).toEqual([{ id: 'p1' }]);
    await screen.findByText('The editor did not open. The folder is shown.');
  });

  it('shows why a place could not be opened', async () => {
    const { user } = open(`${password}&groups=code`, { place_open: () => { throw refuse('notFound', 'run-payroll.ps1 is gone.', { hint: 'Scan again.' }); } });
    await user.click(await screen.findByTestId(partIds.used.open('p1')));
    await screen.findByText('run-payroll.ps1 is gone. Scan again.');
  });

  it('copies a path and marks an unresolved place from the menu of its row', async () => {
    const { user, calls } = open(`${password}&groups=unresolved`);
    await user.click(await screen.findByTestId(partIds.used.more('u1')));
    await user.click(await screen.findByTestId(ids.table.menuItem('copyPath')));
    expect(asked(calls, 'place_copy_path')).toEqual([{ id: 'u1' }]);
    await user.click(screen.getByTestId(partIds.used.more('u1')));
    await user.click(await screen.findByTestId(ids.table.menuItem('notThis')));
    expect(asked(calls, 'place_not_this')).toEqual([{ id: 'u1', thing: { kind: 'variable', id: 'x2' }, notThis: true }]);
    await waitFor(() => expect(screen.getByTestId(partIds.used.row('u1')).textContent).toContain('Not this'));
  });

  it('asks for more rows of one group only when they are wanted', async () => {
    const { user, calls } = open(`${password}&groups=code`, {}, { graph: 'many' });
    const group = await screen.findByTestId(partIds.used.group('code'));
    expect(group.textContent).toBe('Code3011');
    expect(asked(calls, 'dependency_more')).toEqual([]);
    group.focus();
    await user.keyboard('{End}');
    await user.click(await screen.findByTestId(partIds.used.moreRows('code')));
    await waitFor(() => expect(asked(calls, 'dependency_more')).toHaveLength(1));
    await waitFor(() => expect(screen.getByTestId(partIds.used.grid).getAttribute('aria-rowcount')).toBe(String(1 + 1 + 250 + 1)));
  });

  it('sends the filters to Rust and keeps them in the address', async () => {
    const { user, calls } = open(password);
    await user.click(await screen.findByTestId(partIds.used.filter('connections')));
    await waitFor(() => expect(screen.queryByTestId(partIds.used.group('credentials'))).toBeNull());
    expect((asked(calls, 'dependency_list').at(-1)?.['query'] as DependencyQuery).groups).toEqual(['connections']);
    expect(window.location.hash).toContain('groups=connections');
  });

  it('looks up something else from the picker', async () => {
    const { user } = open('#/where-used');
    await user.click(await screen.findByTestId(partIds.used.picker));
    await user.type(await screen.findByTestId(partIds.used.find), 'month');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await user.keyboard('{Enter}');
    await screen.findByTestId(partIds.used.row('k2'));
    expect(window.location.hash).toContain('id=c2');
  });
});

describe('safe to delete', () => {
  it('is said with complete coverage alone', async () => {
    open('#/where-used?kind=variable&id=v7');
    const nothing = await screen.findByTestId(partIds.used.nothing);
    expect(nothing.textContent).toContain('Unused. Safe to delete.');
    expect(await findings()).toEqual([]);
  });

  it('is never said when something is not known', async () => {
    open('#/where-used?kind=connection&id=k8');
    const nothing = await screen.findByTestId(partIds.used.nothing);
    expect(nothing.textContent).toContain('No use found.');
    expect(document.body.textContent?.toLowerCase()).not.toContain('safe');
  });

  it('lists each gap with the step that closes it', async () => {
    const { user } = open(password);
    await user.click(await screen.findByTestId(partIds.used.missing));
    const drawer = await screen.findByTestId(ids.drawer.root);
    await within(drawer).findByText('2 files may not be read');
    expect(drawer.textContent).toContain('Allow your account to read it, then scan again.');
    expect(await findings()).toEqual([]);
  });
});

describe('the graph', () => {
  it('is reached and walked by the keyboard, and opens the chosen thing', async () => {
    const { user } = open(password);
    (await screen.findByTestId(partIds.used.view('table'))).focus();
    await user.keyboard('{ArrowRight}');
    const start = await screen.findByTestId(partIds.used.node('x2'));
    start.focus();
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(document.activeElement?.getAttribute('data-node')).toBe('c1'));
    await user.keyboard('{Enter}');
    const drawer = await screen.findByTestId(ids.drawer.root);
    expect(drawer.textContent).toContain('SAP payroll robot');
    expect(await findings()).toEqual([]);
    await user.click(screen.getByTestId(partIds.used.startHere));
    await waitFor(() => expect(window.location.hash).toContain('kind=credential&id=c1'));
  });

  it('shows what a group holds when it is chosen', async () => {
    const { user } = open(`${password}&view=graph`);
    const group = await screen.findByText('11 places in 11 files');
    await user.click(group);
    await screen.findByTestId(partIds.used.node('p1'));
    expect(screen.queryByText('11 places in 11 files')).toBeNull();
  });

  it('is exported as the picture that is drawn; without one SVG is not offered', async () => {
    const { user, calls } = open(password);
    await user.click(await screen.findByTestId(partIds.used.export));
    expect((await screen.findByTestId(partIds.used.exportAs('svg'))).getAttribute('aria-disabled')).toBe('true');
    await user.click(screen.getByTestId(partIds.used.exportAs('csv')));
    await user.click(screen.getByTestId(partIds.used.view('graph')));
    await screen.findByTestId(partIds.used.node('x2'));
    await user.click(screen.getByTestId(partIds.used.export));
    await user.click(await screen.findByTestId(partIds.used.exportAs('svg')));
    const [csv, svg] = asked(calls, 'dependency_export');
    expect(csv).toMatchObject({ format: 'csv', picture: null });
    expect(String(svg?.['picture'])).toMatch(/^<svg .*SAP payroll robot.*<\/svg>$/s);
  });

  it('shows the table when there is too much to draw', async () => {
    const root = { id: 'x2', look: 'secret', name: 'SAP payroll password', sub: '', thing: { kind: 'variable', id: 'x2' }, place: null, level: 0 };
    const places = Array.from({ length: 600 }, (_, i) => ({ id: `n${i}`, look: 'code', name: `n${i}`, sub: '', thing: null, place: { sourceId: `s${i}`, source: `s${i}`, folder: '', file: 'a.py', line: 1, column: 1, cell: null, form: '', language: '', expression: '' }, level: 1 }));
    open(`${password}&view=graph`, { dependency_graph: () => ({ nodes: [root, ...places], edges: places.map(({ id }) => ({ from: 'x2', to: id, kind: 'found' })), total: 601, deeper: false }) });
    await screen.findByText('Too many to draw. Filter to see a graph.');
    await screen.findByTestId(partIds.used.row('c1'));
    expect(screen.queryByTestId(partIds.used.graph)).toBeNull();
  });
});

describe('what is drawn', () => {
  const query: DependencyQuery = { thing: { kind: 'variable', id: 'x2' }, tab: 'usedBy', search: '', groups: [], sources: [], read: 'any', limit: 50 };
  const views: [string, GraphView][] = [['few', graphFake().graph(query, 3)], ['3,000 places', graphFake(manyUses(3000)).graph(query, 3)], ['400 credentials', graphFake(manyCredentialUses(400)).graph(query, 3)], ['700 credentials with a user name each', graphFake(manyUserNames(700)).graph(query, 3)]];

  it.each(views)('%s: never more than 500, and no arrow leads nowhere', (_, view) => {
    const made = drawing(view, 'x2', []);
    const groups = made?.boxes.filter((one) => one.members > 0).map((one) => one.id) ?? [];
    for (const expanded of [[], groups]) {
      const drawn = drawing(view, 'x2', expanded);
      const known = new Set(drawn?.boxes.map((one) => one.id));
      expect(drawn?.boxes.length).toBeLessThanOrEqual(mostDrawn);
      expect(drawn?.arrows.every((one) => known.has(one.from) && known.has(one.to))).toBe(true);
      expect(known.has('x2')).toBe(true);
    }
  });

  it('stands for every thing exactly once', () => {
    for (const [, view] of views) {
      const drawn = drawing(view, 'x2', []);
      expect(drawn?.boxes.reduce((sum, one) => sum + Math.max(1, one.members), 0)).toBe(view.nodes.length);
    }
  });

  it('lights the paths through a node both ways and nothing beside them', () => {
    const drawn = drawing(graphFake().graph(query, 3), 'x2', []);
    const lit = through('c2', drawn?.arrows ?? []);
    expect([...lit].sort()).toEqual(['c2', 'k2', 'kv1', 'v9', 'x2']);
  });

  it('is laid out from left to right without a worker, no two in one place', () => {
    const drawn = drawing(graphFake().graph(query, 3), 'x2', []);
    if (!drawn) throw new Error('nothing drawn');
    const { at } = columns(drawn);
    expect(new Set([...at.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(drawn.boxes.length);
    for (const { from, to } of drawn.arrows) expect(at.get(from)?.x).toBeLessThan(at.get(to)?.x ?? -1);
  });
});
