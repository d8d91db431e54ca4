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
  await user.click(screen.getByTestId(ids.table.row('x2 priya')));
  await user.click(screen.getByTestId(partIds.rotations.change));
  await waitFor(() => expect(window.location.hash).toContain('/variables?id=x2'));
});

it('says so when nothing is to be rotated', async () => {
  open('#/rotations', { rotation_list: () => [] });
  expect((await screen.findByTestId(ids.state.empty)).textContent).toContain('Nothing is to be rotated');
  expect(await findings()).toEqual([]);
});
