import { act, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { TeamView } from '../api';
import { ids } from '../testIds';
import { partIds } from '../testIds.parts';
import { findings, open } from '../testing/open';
import { arrive, teamHandlers } from '../testing/team';

const [team] = teamHandlers()['team_list']?.({}) as [TeamView];
const wait = new Date().toISOString();

it('says how teams and sources stand, and leads to their pages', async () => {
  const { user } = open('#/credentials');
  expect((await screen.findByTestId(partIds.status.team)).textContent).toMatch(/Finance Automation synced/);
  expect((await screen.findByTestId(partIds.status.sources)).textContent).toMatch(/source/);
  expect((await screen.findByTestId(partIds.status.requests)).textContent).toBe(String(team.requests.length));
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.status.team));
  await waitFor(() => expect(window.location.hash).toContain('/people'));
  await user.click(screen.getByTestId(partIds.status.sources));
  await waitFor(() => expect(window.location.hash).toContain('/sources'));
});

it('tells the worst of several teams first', async () => {
  const sync = { state: 'offline' as const, at: wait, waiting: 2 };
  open('#/credentials', { team_list: () => [team, { ...team, id: 't2', name: 'Treasury', sync, requests: [] }] });
  await waitFor(() => expect(screen.getByTestId(partIds.status.team).textContent).toBe('Treasury not reachable, changes wait here, and 1 more team'));
});

it('says that sharing is off', async () => {
  open('#/credentials', { team_list: () => [{ ...team, alarm: { kind: 'olderCopy', text: 'The location lost something.' } }] });
  await waitFor(() => expect(screen.getByTestId(partIds.status.team).textContent).toBe('Sharing with Finance Automation is off'));
});

it('tells by sight and by ear what a colleague shared', async () => {
  open('#/credentials');
  await screen.findByTestId(partIds.status.team);
  await screen.findByTestId(ids.table.row('c1'));
  await act(() => arrive([{ credentialId: 'c9', name: 'Tax robot', by: 'Noor Haddad', team: 'Finance Automation' }]));
  const words = 'Noor Haddad shared Tax robot with you.';
  await waitFor(() => expect(screen.getAllByText(words).length).toBeGreaterThan(0));
  await waitFor(() => expect([...document.querySelectorAll('[aria-live]')].some((one) => one.textContent?.includes(words))).toBe(true));
});
