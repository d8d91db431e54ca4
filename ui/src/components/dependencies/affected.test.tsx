import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';

describe('before a variable is deleted', () => {
  it('refuses while a credential uses it, and says which', async () => {
    const { user, asked } = open('#/variables?id=x2');
    await user.click(await screen.findByTestId(ids.table.row('x2')));
    await user.click(screen.getByTestId(ids.variables.delete));
    const sheet = await screen.findByTestId(partIds.affected.sheet);
    await within(sheet).findByText(/Used by SAP payroll robot and SAP month-end close. Delete those first./);
    expect(screen.queryByTestId(ids.remove.type)).toBeNull();
    await user.click(screen.getByTestId(partIds.affected.go));
    expect(asked('variable_delete')).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('says that it is unused, and safe, only with complete coverage', async () => {
    const { user, asked } = open('#/variables?id=v7');
    await screen.findByTestId(ids.table.row('v7'));
    await user.click(await screen.findByTestId(ids.variables.delete));
    const sheet = await screen.findByTestId(partIds.affected.sheet);
    await within(sheet).findByText('Unused. Safe to delete.');
    await user.click(screen.getByTestId(partIds.affected.go));
    await waitFor(() => expect(asked('variable_delete')).toEqual([{ ids: ['v7'] }]));
    await waitFor(() => expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull());
  });

  it('is asked at once when Where used leads there', async () => {
    const { user } = open('#/where-used?kind=variable&id=v7');
    await user.click(await screen.findByTestId(partIds.used.delete));
    await screen.findByTestId(partIds.affected.sheet);
    await user.click(screen.getByTestId(partIds.affected.cancel));
    await waitFor(() => expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull());
    expect(window.location.hash).not.toContain('ask');
  });
});

it('shows what will not follow by itself before a value changes, and changes nothing on Cancel', async () => {
  const { user, asked } = open('#/variables?id=v9');
  const value = await screen.findByTestId<HTMLInputElement>(ids.variables.value);
  await user.clear(value);
  await user.type(value, 'CONTOSO\\new');
  await user.click(screen.getByTestId(ids.variables.save));
  const sheet = await screen.findByTestId(partIds.affected.sheet);
  await within(sheet).findByText(/won't follow on (its|their) own/);
  expect(within(sheet).getByTestId(partIds.affected.count('connections')).textContent).toBe('5connections');
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.affected.cancel));
  await waitFor(() => expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull());
  expect(asked('variable_set_text')).toEqual([]);
  expect(screen.getByTestId<HTMLInputElement>(ids.variables.value).value).toBe('CONTOSO\\new');
  await user.click(screen.getByTestId(ids.variables.save));
  await user.click(await screen.findByTestId(partIds.affected.go));
  await waitFor(() => expect(asked('variable_set_text')).toHaveLength(1));
});

it('counts places in code before a credential is deleted, and says that it is not known to be safe', async () => {
  const { user } = open('#/credentials?id=c1');
  await screen.findByTestId(ids.details.reveal('password'));
  await user.click(screen.getByTestId(ids.credentials.delete));
  const sheet = await screen.findByTestId(ids.remove.sheet);
  await within(sheet).findByText('Not known to be safe.');
  expect(within(sheet).getByTestId(partIds.affected.count('places')).textContent).toBe('11places in code');
  expect(await findings()).toEqual([]);
});

it('shows what uses several credentials together, each use once, and leads to a place', async () => {
  const { user, asked } = open('#/credentials');
  await user.click(await screen.findByTestId(ids.table.row('c1')));
  await user.keyboard('{Control>}');
  await user.click(screen.getByTestId(ids.table.row('c2')));
  await user.keyboard('{/Control}');
  await user.click(await screen.findByTestId(partIds.several.whereUsed));
  const sheet = await screen.findByTestId(partIds.affected.sheet);
  await within(sheet).findByText('Where 2 credentials are used');
  await waitFor(() => expect(asked('affected_preview').at(-1)).toEqual({ request: { action: 'look', things: [{ kind: 'credential', id: 'c1' }, { kind: 'credential', id: 'c2' }] } }));
  expect(within(sheet).queryByText(/won't follow/)).toBeNull();
  expect(within(sheet).queryByTestId(partIds.affected.go)).toBeNull();
  expect(await findings()).toEqual([]);
  await user.click((await within(sheet).findAllByTestId(/^affected\.row\.p/))[0]!);
  await waitFor(() => expect(asked('place_open')).toHaveLength(1));
  await user.click(within(sheet).getByTestId(partIds.affected.one('c2')));
  await waitFor(() => expect(window.location.hash).toContain('kind=credential&id=c2'));
});

describe('show dependencies', () => {
  it.each([['#/variables?id=x2', 'kind=variable&id=x2'], ['#/credentials?id=c1', 'kind=credential&id=c1'], ['#/connections?id=k5', 'kind=connection&id=k5']])('leads from %s by Alt W', async (at, to) => {
    const { user } = open(at);
    await screen.findByTestId(ids.drawer.root);
    await user.keyboard('{Alt>}w{/Alt}');
    await waitFor(() => expect(window.location.hash).toContain(to));
  });

  it('stands under Advanced of a variable', async () => {
    const { user } = open('#/variables?id=x2');
    await screen.findByTestId(ids.table.row('x2'));
    await user.click(await screen.findByTestId(ids.variables.advanced));
    await user.click(await screen.findByTestId(ids.variables.dependencies));
    await screen.findByTestId(partIds.used.grid);
  });
});
