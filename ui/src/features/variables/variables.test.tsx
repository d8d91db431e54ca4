import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AzureVariableRequest } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';
import { refusal, variableHandlers } from '../../testing/variables';
import { vaults } from '../../testing/vaults';

type User = ReturnType<typeof open>['user'];
/** Saves another reference: first with what uses it before the eyes. */
const saveReference = async (user: User) => { await user.click(screen.getByTestId(ids.variables.save)); const go = await screen.findByTestId(partIds.affected.go); await waitFor(() => expect(go.getAttribute('aria-disabled')).not.toBe('true')); await user.click(go); };
const value = (id: string) => screen.getByTestId<HTMLInputElement>(id).value;

it('shows where a secret of Azure is, and stores a change only after the check', async () => {
  const { user, asked } = open('#/variables?id=x2');
  expect((await screen.findByTestId<HTMLInputElement>(ids.newVariable.secret)).value).toBe('sap-payroll-robot');
  expect(value(ids.newVariable.keyVault)).toBe('kv-fin-prod');
  expect(screen.queryByTestId(ids.variables.value)).toBeNull();
  expect(await findings()).toEqual([]);
  await user.clear(screen.getByTestId(ids.newVariable.secret));
  await user.type(screen.getByTestId(ids.newVariable.secret), 'refused-one');
  await saveReference(user);
  expect((await screen.findByTestId(ids.check.refused)).textContent).toContain("This variable didn't save properly.");
  expect(value(ids.newVariable.secret)).toBe('refused-one');
  await user.clear(screen.getByTestId(ids.newVariable.secret));
  await user.type(screen.getByTestId(ids.newVariable.secret), 'another');
  await user.type(screen.getByTestId(ids.newVariable.version), 'abc1');
  await saveReference(user);
  await screen.findByText('SAP payroll password saved.');
  expect(asked('variable_set_azure').at(-1)).toMatchObject({ id: 'x2', unchecked: false, request: { displayName: null, place: { vaultId: 'v1', secret: 'another', version: 'abc1', keyVault: 'kv-fin-prod' }, seen: { displayName: 'n1', value: 'v1' } } });
});

it('leaves where a secret of Azure is to others when its name alone is changed', async () => {
  const { user, asked } = open('#/variables?id=x2');
  await user.type(await screen.findByTestId(ids.variables.displayName), ' 2');
  await user.click(screen.getByTestId(ids.variables.save));
  await screen.findByText('SAP payroll password 2 saved.');
  expect(asked('variable_set_azure')).toMatchObject([{ id: 'x2', request: { displayName: 'SAP payroll password 2', place: null } }]);
});

it('checks a stored secret, and shows the refusal with what mends it', async () => {
  const good = variableHandlers().variable_get({ id: 'x2' });
  let now = good;
  const bad = { ...good, status: { kind: 'noAccess' as const, days: null, expires: null }, refusal: refusal({ subscription: 's', resourceGroup: 'g', keyVault: 'k', secret: 'n' } as AzureVariableRequest) };
  const { user, asked } = open('#/variables?id=x2', { variable_check: () => { now = bad; return bad; }, variable_get: () => now });
  await user.click(await screen.findByTestId(ids.variables.check));
  expect((await screen.findByTestId(ids.check.refused)).textContent).toContain('/vaults/k/secrets/n');
  expect(asked('variable_check')[0]).toMatchObject({ id: 'x2' });
  await user.click(screen.getByTestId(ids.check.request));
  expect(String(asked('copy_text')[0]?.['text'])).toContain('Key Vault Secrets User');
});

it('says when the connection of a secret is gone', async () => {
  open('#/variables?id=x2', { vault_list: () => vaults.filter((one) => one.id !== 'v1') });
  expect(await screen.findByText(/The connection to kv-fin-prod is not here any more/)).toBeTruthy();
  expect(screen.queryByTestId(ids.variables.save)).toBeNull();
});

it('shows a certificate and replaces it from a file', async () => {
  const { user, asked } = open('#/variables?id=x5');
  expect(await screen.findByText('CN=build.contoso.com')).toBeTruthy();
  await user.click(screen.getByTestId(ids.newVariable.file));
  await screen.findByTestId(ids.newVariable.certificate);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(ids.variables.save));
  await waitFor(() => expect(asked('variable_set_device')[0]).toMatchObject({ id: 'x5', value: { kind: 'handle', handle: 'picked' } }));
});

it('makes a secret in a vault from the page, after asking where', async () => {
  const { user, asked } = open('#/variables');
  await user.click(await screen.findByTestId(ids.variables.newSecret));
  const form = await screen.findByTestId(ids.newVariable.form);
  expect(within(form).getByTestId(ids.newVariable.value)).toBeTruthy();
  await user.click(screen.getByTestId(ids.newVariable.store));
  await user.click(await screen.findByTestId(ids.newVariable.storeOption('kv-fin-build')));
  await user.type(screen.getByTestId(ids.newVariable.displayName), 'Build token');
  await user.type(screen.getByTestId(ids.newVariable.secret), 'build-token');
  expect(value(ids.newVariable.resourceGroup)).toBe('rg-build');
  await user.click(screen.getByTestId(ids.newVariable.save));
  await waitFor(() => expect(screen.queryByTestId(ids.newVariable.save)).toBeNull());
  expect(asked('variable_create_azure')[0]?.['request']).toMatchObject({ vaultId: 'v2', keyVault: 'kv-fin-build', secret: 'build-token', certificate: false });
  expect(await screen.findByTestId(ids.variables.check)).toBeTruthy();
});

it('stops the check when the form is left', async () => {
  const { user, asked } = open('#/variables?id=x2');
  await user.clear(await screen.findByTestId(ids.newVariable.secret));
  await user.type(screen.getByTestId(ids.newVariable.secret), 'slow-one');
  await saveReference(user);
  await screen.findByTestId(ids.check.line);
  await user.click(screen.getByTestId(ids.drawer.close));
  await user.click(await screen.findByTestId(ids.confirm.yes));
  await waitFor(() => expect(asked('check_stop')).toHaveLength(1));
});

it('filters by kind and store, keeps that in the address, and clears both at once', async () => {
  const { user, asked } = open('#/variables');
  const last = () => asked('variable_list').at(-1)?.['query'];
  await screen.findByTestId(ids.table.row('x1'));
  await user.click(screen.getByTestId(ids.variables.filter('secret')));
  await user.click(screen.getByTestId(ids.variables.filter('store')));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'This device' }));
  await waitFor(() => expect(last()).toMatchObject({ filter: 'secret', stores: ['thisDevice'] }));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByTestId(ids.table.row('x2'))).toBeNull());
  expect(await screen.findByTestId(ids.table.row('x3'))).toBeTruthy();
  expect(window.location.hash).toContain('stores=thisDevice');
  await user.click(screen.getByTestId(ids.variables.clearFilters));
  await screen.findByTestId(ids.table.row('x1'));
  expect(window.location.hash).not.toContain('stores');
});

it('comes back with the filters of the address', async () => {
  const { asked } = open('#/variables?filter=unused&stores=azureKeyVault');
  await screen.findByTestId(ids.variables.clearFilters);
  await waitFor(() => expect(asked('variable_list').at(-1)?.['query']).toMatchObject({ filter: 'unused', stores: ['azureKeyVault'] }));
  expect(await screen.findByTestId(ids.table.row('x4'))).toBeTruthy();
});

it('keeps what was typed into New through a lock, except the value', async () => {
  let kept: string | null = null;
  const { user, go } = open('#/variables', { draft_set: ({ form, json }) => { if (form === 'new-variable') kept = String(json); return null; }, draft_get: ({ form }) => (form === 'new-variable' ? kept : null) });
  await user.click(await screen.findByTestId(ids.variables.newSecret));
  await user.type(await screen.findByTestId(ids.newVariable.displayName), 'Kiosk');
  await user.type(screen.getByTestId(ids.newVariable.value), 'a very secret value');
  await waitFor(() => expect(kept).toContain('"displayName":"Kiosk"'));
  expect(kept).not.toContain('a very secret value');
  go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'idle' });
  await screen.findByTestId(ids.unlock.card);
  go({ state: 'unlocked' });
  expect((await screen.findByTestId<HTMLInputElement>(ids.newVariable.displayName)).value).toBe('Kiosk');
  expect(value(ids.newVariable.value)).toBe('');
  expect(kept).not.toContain('a very secret value');
});

it('keeps a changed variable through a lock, never a new password, and asks before it discards', async () => {
  const drafts: string[] = [];
  const { user, asked } = open('#/variables?id=x3', { draft_set: ({ json }) => { drafts.push(String(json)); return null; } });
  await user.type(await screen.findByTestId(ids.variables.displayName), ' 2');
  await user.type(screen.getByTestId(ids.variables.value), 'a very secret value');
  await waitFor(() => expect(drafts.join()).toContain('Expense kiosk password 2'));
  expect(drafts.join()).not.toContain('a very secret value');
  await user.click(screen.getByTestId(ids.drawer.close));
  await user.click(await screen.findByTestId(ids.confirm.no));
  expect(value(ids.variables.displayName)).toBe('Expense kiosk password 2');
  await user.click(screen.getByTestId(ids.drawer.close));
  await user.click(await screen.findByTestId(ids.confirm.yes));
  await waitFor(() => expect(screen.queryByTestId(ids.variables.displayName)).toBeNull());
  expect(asked('draft_clear')).toEqual([{ form: 'variable' }]);
});
