import { QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, renderHook, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { credentialsQuery, usePagedList } from '../api';
import { makeClient } from '../app/App';
import { ids } from '../testIds';
import { startFake } from '../testing/fake';
import { manyCredentials } from '../testing/lists';
import { findings, open } from '../testing/open';
import { hitOf } from './Highlight';
import { readLook, writeLook } from './useTableLook';

const kept = (calls: { command: string; args: Record<string, unknown> }[]) => calls.filter((one) => one.command === 'settings_update').map((one) => (one.args['settings'] as { tables: Record<string, string> }).tables['credentials']);
const asked = (calls: { command: string; args: Record<string, unknown> }[]) => calls.filter((one) => one.command === 'credential_list').map((one) => one.args['query'] as { cursor: string | null; sort: string; direction: string });

describe('the look of a table', () => {
  it('is read as it was written, and strangers in it are passed over', () => {
    const look = { sort: { by: 'changed', descending: true }, widths: { store: 180, status: 150 } };
    expect(readLook(writeLook(look))).toEqual(look);
    expect(readLook('<b> name.sideways store:9 store:99999 usedBy:84')).toEqual({ sort: null, widths: { usedBy: 84 } });
  });

  it('keeps the order', async () => {
    const { user, calls } = open('#/credentials');
    await user.click(await screen.findByTestId(ids.table.header('name')));
    await waitFor(() => expect(kept(calls)).toEqual(['name.up']));
    await waitFor(() => expect(asked(calls).at(-1)).toMatchObject({ sort: 'name', direction: 'ascending' }));
  });

  it('keeps widths that keys changed, between a least width and the room there is', async () => {
    const { calls } = open('#/credentials');
    const title = await screen.findByTestId(ids.table.header('usedBy'));
    fireEvent.keyDown(title, { key: 'ArrowLeft', shiftKey: true });
    await waitFor(() => expect(kept(calls)).toEqual(['usedBy:100 locations:88']));
    for (let i = 0; i < 20; i += 1) fireEvent.keyDown(title, { key: 'ArrowLeft', shiftKey: true });
    await waitFor(() => expect(kept(calls).at(-1)).toBe('usedBy:132 locations:56'));
  });
});

describe('the menu of a row', () => {
  it('opens by keys and offers what the command bar does', async () => {
    const { user, calls } = open('#/credentials');
    (await screen.findByTestId(ids.table.row('c2'))).focus();
    await user.keyboard('{Shift>}{F10}{/Shift}');
    const menu = await screen.findByTestId(ids.table.menu);
    expect(within(menu).getAllByRole('menuitem').map((one) => one.textContent)).toEqual(['ShareAlt S', 'EditF2', 'Where usedAlt W', 'DeleteDelete']);
    expect(await findings()).toEqual([]);
    await user.click(within(menu).getByTestId(ids.table.menuItem('delete')));
    await screen.findByTestId(ids.remove.sheet);
    expect(calls.find((one) => one.command === 'credential_delete_preview')?.args).toEqual({ ids: ['c2'] });
    expect(calls.some((one) => one.command === 'credential_delete')).toBe(false);
  });

  it('means the whole selection when the row is in it, and gives focus back on Esc', async () => {
    const { user } = open('#/credentials');
    await user.click(await screen.findByTestId(ids.table.row('c1')));
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}{ContextMenu}');
    const menu = await screen.findByTestId(ids.table.menu);
    expect(within(menu).getByTestId(ids.table.menuItem('edit')).textContent).toContain('Select one credential.');
    within(menu).getByTestId(ids.table.menuItem('edit')).focus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId(ids.table.menu)).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(ids.table.row('c2'))));
  });
});

describe('a list of 100,000', () => {
  const lists = { credentials: manyCredentials(100_000) };

  it('is asked for by cursor, is held by at most 1,000 rows, and is found again from its top', async () => {
    const { calls } = startFake({}, {}, lists);
    const client = makeClient();
    const query = credentialsQuery({ search: '', filter: 'all', stores: [], locations: [], statuses: [], sort: 'changed', direction: 'descending' });
    const { result } = renderHook(() => usePagedList(query), { wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider> });
    await waitFor(() => expect(result.current.rows).toHaveLength(60));
    for (let page = 2; page <= 9; page += 1) {
      act(() => result.current.onEnd());
      await waitFor(() => expect(asked(calls)).toHaveLength(page));
      await waitFor(() => expect(result.current.rows.at(-1)?.id).toBe(`c${60 + (page - 1) * 200 - 1}`));
      expect(result.current.rows.length).toBeLessThanOrEqual(1000);
    }
    expect([result.current.first, result.current.rows[0]?.id]).toEqual([660, 'c660']);
    act(() => result.current.onStart(659));
    await waitFor(() => expect([result.current.first, result.current.rows[0]?.id, result.current.rows.length]).toEqual([460, 'c460', 1000]));
    act(() => result.current.onStart(0));
    await waitFor(() => expect([result.current.first, result.current.rows[0]?.id, result.current.rows.length]).toEqual([0, 'c0', 60]));
    expect(asked(calls)).toHaveLength(11);
  });

  it('draws a screenful', async () => {
    open('#/credentials', {}, { lists });
    await screen.findByTestId(ids.table.row('c0'));
    expect(screen.getByText('100,000')).toBeTruthy();
    expect(document.querySelectorAll('[data-row]').length).toBeLessThan(60);
    expect(document.querySelectorAll('*').length).toBeLessThan(1500);
  });

  it('says "More than" when a search was not counted to its end', async () => {
    const { user } = open('#/credentials', {}, { lists });
    await screen.findByTestId(ids.table.row('c0'));
    await user.click(screen.getByTestId(ids.credentials.search));
    await user.paste('SAP');
    expect(await screen.findByText('More than 400')).toBeTruthy();
    expect(screen.getByTestId(ids.table.grid).getAttribute('aria-rowcount')).toBe('-1');
  });
});

it('finds the needle in the text itself', () => {
  expect(hitOf('İSTANBUL gateway', 'GATE')).toEqual([9, 13]);
  expect(hitOf('a.b (c)', '.b (')).toEqual([1, 5]);
  expect([hitOf('axb', '.'), hitOf('abc', '')]).toEqual([null, null]);
});
