import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';

it('lists what was read before what could have been read, never as not read, and leads to the value', async () => {
  const { user } = open('#/rotations');
  const grid = await screen.findByTestId(ids.table.grid);
  await waitFor(() => expect(grid.textContent).toMatch(/SAP payroll password.*Reported read, last on.*Jonas Weber.*Could have read it, no report.*Priya Raman/));
  expect(await findings()).toEqual([]);
  expect(screen.getByTestId(partIds.rotations.change).getAttribute('aria-disabled')).toBe('true');
  await user.click(screen.getByTestId(ids.table.row('x2 priya Priya Raman')));
  await user.click(screen.getByTestId(partIds.rotations.change));
  await waitFor(() => expect(window.location.hash).toContain('/variables?id=x2'));
});

it('tells a person from a device that they lost', async () => {
  const row = { variableId: 'x2', name: 'contoso_SapPayrollPassword', displayName: 'SAP payroll password', personId: 'jonas', read: null, opened: '2026-11-20T10:00:00Z', uses: 3 };
  const { user } = open('#/rotations', { rotation_list: () => [{ ...row, person: 'Jonas Weber' }, { ...row, person: 'Jonas Weber (lost device)' }] });
  await user.click(await screen.findByTestId(ids.table.row('x2 jonas Jonas Weber (lost device)')));
  expect(screen.getByTestId(ids.table.row('x2 jonas Jonas Weber (lost device)')).getAttribute('aria-selected')).toBe('true');
  expect(screen.getByTestId(ids.table.row('x2 jonas Jonas Weber')).getAttribute('aria-selected')).toBe('false');
});

it('says so when nothing is to be rotated', async () => {
  open('#/rotations', { rotation_list: () => [] });
  expect((await screen.findByTestId(ids.state.empty)).textContent).toContain('Nothing is to be rotated');
  expect(await findings()).toEqual([]);
});
