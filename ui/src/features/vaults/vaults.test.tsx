import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { VaultRequest } from '../../api';
import { ids } from '../../testIds';
import { refuse } from '../../testing/fake';
import { findings, open } from '../../testing/open';
import { secrets, vaults } from '../../testing/vaults';

const card = (name: string) => screen.findByTestId(ids.vaults.card(name));

it('lists each vault with its address, its identity and its last answer, and warns in the navigation', async () => {
  open('#/vaults');
  const good = within(await card('kv-fin-build'));
  for (const words of ['kv-fin-build.vault.azure.net', 'app-fin-build', 'Client certificate, tenant contoso.com', 'All readable', '3 variables, 91 ms']) expect(good.getByText(words)).toBeTruthy();
  expect(within(await card('kv-fin-prod')).getByText('1 secret not readable')).toBeTruthy();
  expect(within(await card('kv-fin-ml')).getByText('Not checked yet')).toBeTruthy();
  expect(within(await card('This device')).getByText('Sealed in this workspace')).toBeTruthy();
  expect(await screen.findByTestId(ids.vaults.sign)).toBeTruthy();
  expect(await findings()).toEqual([]);
});

it('shows no sign while every vault answers', async () => {
  open('#/vaults', { vault_list: () => vaults.filter((one) => one.name === 'kv-fin-build') });
  await card('kv-fin-build');
  expect(screen.queryByTestId(ids.vaults.sign)).toBeNull();
});

it('says why a vault does not answer, in the words of Rust', async () => {
  const { user } = open('#/vaults');
  await card('kv-tax');
  await user.click(screen.getByTestId(ids.vaults.why('kv-tax')));
  const problem = await screen.findByTestId(ids.vaults.problem);
  expect(problem.textContent).toContain('No answer from kv-tax.vault.azure.net within 10 s, after 3 tries.');
  expect(await findings()).toEqual([]);
});

it('shows what a check refused, and forgets it when the next one is good', async () => {
  let bad = true;
  const { user } = open('#/vaults', { vault_check: () => { if (bad) throw refuse('signInFailed', 'The sign-in was refused.', { hint: 'Run az login.' }); return vaults[1]?.health; } });
  await card('kv-fin-build');
  const check = async () => { await user.click(screen.getByTestId(ids.vaults.more('kv-fin-build'))); await user.click(await screen.findByTestId(ids.vaults.check)); };
  await check();
  await user.click(await screen.findByTestId(ids.vaults.why('kv-fin-build')));
  expect((await screen.findByTestId(ids.vaults.problem)).textContent).toContain('The sign-in was refused. Run az login.');
  bad = false;
  await check();
  await waitFor(() => expect(screen.queryByTestId(ids.vaults.problem)).toBeNull());
});

it('lists every name page by page, filters them, and never asks for a value', async () => {
  const { user, asked, calls } = open('#/vaults?vault=v1');
  await waitFor(() => expect(screen.getByTestId(ids.vaultSecrets.count).textContent).toBe(`${secrets.length} names`));
  expect(asked('vault_secrets')).toHaveLength(Math.ceil(secrets.length / 25));
  await user.type(screen.getByTestId(ids.vaultSecrets.search), 'payroll');
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
  expect(screen.getByTestId(ids.table.row('sap-payroll-robot'))).toBeTruthy();
  expect(await findings()).toEqual([]);
  expect(calls.map((one) => one.command)).not.toContain('reveal');
});

it('stops listing when asked, and keeps what came', async () => {
  const { user, asked } = open('#/vaults?vault=v1', { vault_secrets: async ({ cursor }) => { await new Promise((done) => setTimeout(done, 40)); const from = Number(cursor ?? 0); return { rows: secrets.slice(from, from + 25), next: String(from + 25) }; } });
  await user.click(await screen.findByTestId(ids.vaultSecrets.stop));
  const count = screen.getByTestId(ids.vaultSecrets.count).textContent;
  expect(count).toMatch(/^Stopped after \d+ names$/);
  const pages = asked('vault_secrets').length;
  await new Promise((done) => setTimeout(done, 200));
  expect(asked('vault_secrets').length).toBeLessThanOrEqual(pages + 1);
  expect(screen.getByTestId(ids.vaultSecrets.count).textContent).toBe(count);
});

it('says plainly that names could not be listed', async () => {
  open('#/vaults?vault=v1', { vault_secrets: () => { throw refuse('vaultRefused', 'maya@contoso.com may not list secrets in kv-fin-prod.', { hint: 'Ask for Key Vault Reader.' }); } });
  const state = await screen.findByTestId(ids.state.error);
  expect(state.textContent).toContain('maya@contoso.com may not list secrets in kv-fin-prod.');
  expect(state.textContent).toContain('Ask for Key Vault Reader.');
});

it('connects only after a good test, and sends only what the sign-in needs', async () => {
  const { user, asked } = open('#/vaults');
  await user.click(await screen.findByTestId(ids.vaults.connect));
  const dialog = await screen.findByTestId(ids.connect.dialog);
  await user.type(within(dialog).getByTestId(ids.connect.url), 'https://kv-new.vault.azure.net');
  await user.click(within(dialog).getByTestId(ids.connect.kind('clientSecret')));
  await user.type(await screen.findByTestId(ids.connect.clientSecret), 'an app secret');
  await user.type(screen.getByTestId(ids.connect.tenant), 'contoso.com');
  await user.type(screen.getByTestId(ids.connect.clientId), 'app-1');
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(ids.connect.save));
  expect(asked('vault_connect')).toHaveLength(0);
  await user.click(screen.getByTestId(ids.connect.test));
  expect((await screen.findByTestId(ids.connect.answer)).textContent).toContain('Signed in as maya@contoso.com');
  await user.click(screen.getByTestId(ids.connect.save));
  await card('kv-new');
  const request = asked('vault_connect')[0]?.['request'] as VaultRequest;
  expect(request).toMatchObject({ url: 'https://kv-new.vault.azure.net', signIn: 'clientSecret', tenant: 'contoso.com', clientId: 'app-1', clientSecret: 'an app secret', certificateHandle: null, tokenFile: null, authorityHost: null });
});

it('asks for another test once the address changes, and keeps all that was typed through a refusal', async () => {
  let bad = false;
  const { user } = open('#/vaults', { vault_test: () => { if (bad) throw refuse('vaultRefused', 'The vault belongs to tenant a, you are signed in to b.', { fields: [{ field: 'tenant', message: 'Another tenant.' }] }); return { who: 'maya@contoso.com', tenant: null, how: 'Azure CLI', answerMs: 8, subscription: null, resourceGroup: null }; } });
  await user.click(await screen.findByTestId(ids.vaults.connect));
  const url = await screen.findByTestId<HTMLInputElement>(ids.connect.url);
  await user.type(url, 'https://kv-a.vault.azure.net');
  await user.click(screen.getByTestId(ids.connect.test));
  await screen.findByTestId(ids.connect.answer);
  await user.type(url, '/');
  expect(screen.queryByTestId(ids.connect.answer)).toBeNull();
  bad = true;
  await user.click(screen.getByTestId(ids.connect.test));
  expect(await screen.findByText('Another tenant.')).toBeTruthy();
  expect(url.value).toBe('https://kv-a.vault.azure.net/');
});

it('sends endpoints and an own authority of Advanced', async () => {
  const { user, asked } = open('#/vaults');
  await user.click(await screen.findByTestId(ids.vaults.connect));
  await user.type(await screen.findByTestId(ids.connect.url), 'https://kv-a.vault.example');
  await user.click(screen.getByRole('button', { name: 'Advanced' }));
  await user.type(await screen.findByTestId(ids.connect.authorityHost), 'https://login.example');
  await user.type(screen.getByTestId(ids.connect.armUrl), 'https://arm.example');
  await user.click(screen.getByTestId(ids.connect.ca));
  await screen.findByText('authority.pem');
  await user.click(screen.getByTestId(ids.connect.test));
  await screen.findByTestId(ids.connect.answer);
  expect(asked('vault_test')[0]?.['request']).toMatchObject({ authorityHost: 'https://login.example', armUrl: 'https://arm.example', caHandle: 'file-authority', keepCa: false });
});

it('renames without another sign-in, and keeps the stored secret', async () => {
  const { user, asked } = open('#/vaults');
  await card('kv-fin-ml');
  await user.click(screen.getByTestId(ids.vaults.more('kv-fin-ml')));
  await user.click(await screen.findByTestId(ids.vaults.edit));
  const name = await screen.findByTestId(ids.connect.name);
  await user.clear(name);
  await user.type(name, 'Models');
  await user.click(screen.getByTestId(ids.connect.save));
  await card('Models');
  expect(asked('vault_edit')[0]).toMatchObject({ id: 'v4', request: { name: 'Models', signIn: 'clientSecret', clientSecret: null } });
  expect(asked('vault_test')).toHaveLength(0);
});

it('asks for the secret again once the sign-in would go elsewhere, and keeps what was typed', async () => {
  const message = 'Enter the client secret again.';
  const { user } = open('#/vaults', { vault_test: () => { throw refuse('invalid', message, { fields: [{ field: 'clientSecret', message }] }); } });
  await card('kv-fin-ml');
  await user.click(screen.getByTestId(ids.vaults.more('kv-fin-ml')));
  await user.click(await screen.findByTestId(ids.vaults.edit));
  expect(await screen.findByText('Leave empty to keep the present secret.')).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: 'Advanced' }));
  const authority = await screen.findByTestId<HTMLInputElement>(ids.connect.authorityHost);
  await user.type(authority, 'https://login.example');
  expect(screen.queryByText('Leave empty to keep the present secret.')).toBeNull();
  expect(screen.getByText(/^Needed again: the stored one goes to no other sign-in address/)).toBeTruthy();
  await user.click(screen.getByTestId(ids.connect.test));
  expect(await screen.findByText(message)).toBeTruthy();
  expect(authority.value).toBe('https://login.example');
  await user.clear(authority);
  expect(await screen.findByText('Leave empty to keep the present secret.')).toBeTruthy();
});

it('disconnects only after the question, and says what still needs the vault', async () => {
  let needed = true;
  const { user, asked } = open('#/vaults', { vault_disconnect: () => { if (needed) throw refuse('inUse', 'kv-fin-build is still needed.', { blockedBy: [{ kind: 'variable', id: 'x', name: 'Build token' }] }); return null; } });
  await card('kv-fin-build');
  await user.click(screen.getByTestId(ids.vaults.more('kv-fin-build')));
  await user.click(await screen.findByTestId(ids.vaults.disconnect));
  const dialog = await screen.findByTestId(ids.confirm.dialog);
  expect(asked('vault_disconnect')).toHaveLength(0);
  await user.click(screen.getByTestId(ids.confirm.yes));
  await within(dialog).findByText(/Still needed by Build token/);
  needed = false;
  await user.click(screen.getByTestId(ids.confirm.yes));
  await waitFor(() => expect(screen.queryByTestId(ids.confirm.dialog)).toBeNull());
});
