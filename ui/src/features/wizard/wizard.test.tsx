import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AzureVariableRequest, CredentialDraft } from '../../api';
import { ids } from '../../testIds';
import { settings } from '../../testing/data';
import { refuse, type Handler } from '../../testing/fake';
import { findings, open } from '../../testing/open';
import { vaults } from '../../testing/vaults';

type Opened = ReturnType<typeof open>;
const wizard = (overrides: Record<string, Handler> = {}, pace = 0) => open('#/new-credential', overrides, { pace });
const path = '/subscriptions/8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913/resourceGroups/rg-finance-prod/providers/Microsoft.KeyVault/vaults/kv-fin-prod/secrets/refused-one';
const value = (id: string) => screen.getByTestId<HTMLInputElement>(id).value;

async function toValues({ user }: Opened, store: 'azureKeyVault' | 'thisDevice', locations = ['connection', 'desktopFlow']) {
  await user.type(await screen.findByTestId(ids.wizard.name), 'Invoice portal robot');
  await user.click(screen.getByTestId(ids.wizard.next));
  for (const one of locations) await user.click(await screen.findByTestId(ids.wizard.location(one)));
  await user.click(await screen.findByTestId(ids.wizard.store(store)));
  if (store === 'azureKeyVault') {
    await user.click(screen.getByTestId(ids.wizard.vault));
    await user.click(await screen.findByTestId(ids.wizard.vaultOption('kv-fin-prod')));
  }
  await user.click(screen.getByTestId(ids.wizard.next));
}

async function newSecret({ user }: Opened, secret: string) {
  await user.click(await screen.findByTestId(ids.wizard.newPassword));
  await user.type(await screen.findByTestId(ids.newVariable.displayName), 'Invoice portal password');
  await waitFor(() => expect(value(ids.newVariable.name)).toBe('contoso_InvoicePortalPassword'));
  await user.type(screen.getByTestId(ids.newVariable.secret), secret);
}

it('fills the four names from the connection, lists secrets, and can be typed', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault');
  await w.user.click(await screen.findByTestId(ids.wizard.newPassword));
  await screen.findByTestId(ids.newVariable.form);
  expect(value(ids.newVariable.subscription)).toBe('8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913');
  expect(value(ids.newVariable.resourceGroup)).toBe('rg-finance-prod');
  expect(value(ids.newVariable.keyVault)).toBe('kv-fin-prod');
  expect(w.asked('vault_secrets')).toHaveLength(0);
  await w.user.type(screen.getByTestId(ids.newVariable.secret), 'payroll');
  await w.user.click(await screen.findByTestId(ids.newVariable.option('sap-payroll-robot')));
  expect(value(ids.newVariable.secret)).toBe('sap-payroll-robot');
  expect(await findings()).toEqual([]);
});

it('keeps the form usable while access is checked, and selects the variable when it is good', async () => {
  const w = wizard({}, 150);
  await toValues(w, 'azureKeyVault');
  await newSecret(w, 'good-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  expect(await screen.findByTestId(ids.check.line)).toBeTruthy();
  expect(screen.getByTestId(ids.wizard.create).getAttribute('aria-disabled')).toBe('true');
  await w.user.click(screen.getByTestId(ids.wizard.userName));
  await w.user.click(await screen.findByTestId(ids.wizard.option('contoso_Invoiceportaluser')));
  await waitFor(() => expect(screen.queryByTestId(ids.newVariable.form)).toBeNull());
  await waitFor(() => expect(value(ids.wizard.password)).toBe('Invoice portal password'));
  expect(value(ids.wizard.userName)).toBe('Invoice portal user');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(ids.wizard.password)));
  await w.user.click(screen.getByTestId(ids.wizard.create));
  await waitFor(() => expect(w.asked('credential_create')).toHaveLength(1));
  expect(w.asked('credential_create')[0]?.['draft'] as CredentialDraft).toMatchObject({ userNameVariableId: 'x1', secretVariableId: 'y1', authentication: 'userNameAndPassword' });
});

it('says the exact refusal with the path and the cause, and keeps all that was typed', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault');
  await newSecret(w, 'refused-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  const refused = await screen.findByTestId(ids.check.refused);
  expect(refused.textContent).toContain(`This variable didn't save properly. User is not authorized to read secrets from '${path}'.`);
  expect(screen.getByTestId(ids.check.cause).textContent).toMatch(/^You lack a role on this secret\. maya@contoso\.com has Key Vault Reader/);
  expect(screen.getByTestId(ids.newVariable.secret).getAttribute('aria-invalid')).toBe('true');
  expect(within(screen.getByTestId(ids.wizard.summary)).getByText('Not readable')).toBeTruthy();
  expect(value(ids.newVariable.displayName)).toBe('Invoice portal password');
  expect(value(ids.newVariable.secret)).toBe('refused-one');
  expect(await findings()).toEqual([]);
  expect(screen.getByText(/--scope …\/vaults\/kv-fin-prod\/secrets\/refused-one/)).toBeTruthy();
  await w.user.click(screen.getByTestId(ids.check.command));
  expect(String(w.asked('copy_text')[0]?.['text'])).toContain(`az role assignment create --role "Key Vault Secrets User" --assignee maya@contoso.com --scope ${path}`);
  await w.user.click(screen.getByTestId(ids.check.again));
  await waitFor(() => expect(w.asked('variable_create_azure')).toHaveLength(2));
  expect(w.asked('variable_create_azure').every((one) => one['unchecked'] === false)).toBe(true);
});

it('offers to keep without check only when the vault did not answer', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault');
  await newSecret(w, 'refused-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await screen.findByTestId(ids.check.refused);
  expect(screen.queryByTestId(ids.check.keep)).toBeNull();
  await w.user.clear(screen.getByTestId(ids.newVariable.secret));
  await w.user.type(screen.getByTestId(ids.newVariable.secret), 'offline-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  const late = await screen.findByTestId(ids.check.noAnswer);
  expect(late.textContent).toContain("kv-fin-prod can't be reached. No answer from kv-fin-prod.vault.azure.net within 10 s, after 3 tries. kv-fin-prod.vault.azure.net (nothing answers there)");
  await w.user.click(screen.getByTestId(ids.check.keep));
  await waitFor(() => expect(screen.queryByTestId(ids.newVariable.form)).toBeNull());
  expect(w.asked('variable_create_azure').at(-1)).toMatchObject({ unchecked: true, request: { secret: 'offline-one' } });
  await waitFor(() => expect(value(ids.wizard.password)).toBe('Invoice portal password'));
});

it('stops a check by Stop, and by a change of what is checked', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault');
  await newSecret(w, 'slow-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await w.user.click(await screen.findByTestId(ids.check.stop));
  expect(await screen.findByText('The check was stopped. Nothing was stored.')).toBeTruthy();
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await screen.findByTestId(ids.check.line);
  await w.user.type(screen.getByTestId(ids.newVariable.secret), '-b');
  expect(await screen.findByText(/You changed the form, so the check was stopped/)).toBeTruthy();
  const sent = w.asked('variable_create_azure').map((one) => one['checkId']);
  expect(w.asked('check_stop').map((one) => one['checkId'])).toEqual(sent);
  expect(value(ids.newVariable.secret)).toBe('slow-one-b');
});

it('loses nothing by closing New, by Back, or by a lock, except values', async () => {
  let kept: string | null = null;
  const w = wizard({ draft_set: ({ json }) => { kept = String(json); return null; }, draft_get: () => kept });
  await toValues(w, 'thisDevice');
  await w.user.click(await screen.findByTestId(ids.wizard.newPassword));
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), 'Kiosk');
  await w.user.type(screen.getByTestId(ids.newVariable.value), 'a very secret value');
  await w.user.click(screen.getByTestId(ids.newVariable.close));
  await w.user.click(screen.getByTestId(ids.wizard.back));
  await w.user.click(screen.getByTestId(ids.wizard.next));
  await w.user.click(await screen.findByTestId(ids.wizard.newPassword));
  expect(value(ids.newVariable.displayName)).toBe('Kiosk');
  expect(value(ids.newVariable.value)).toBe('a very secret value');
  await waitFor(() => expect(kept).toContain('"open":"secret"'), { timeout: 2000 });
  expect(kept).not.toContain('a very secret value');
  w.go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'idle' });
  await screen.findByTestId(ids.unlock.card);
  w.go({ state: 'unlocked' });
  expect((await screen.findByTestId<HTMLInputElement>(ids.newVariable.displayName)).value).toBe('Kiosk');
  expect(value(ids.newVariable.value)).toBe('');
});

it('makes a certificate from a file and shows what it is', async () => {
  let wrong = true;
  const w = wizard({ certificate_pick: () => { if (wrong) throw refuse('certificateWrongPassword', 'Wrong password.'); return { handle: 'h1', fileName: 'build.pfx', certificate: { subject: 'CN=build', thumbprint: 'AB12', notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' } }; } });
  await toValues(w, 'thisDevice', ['connection']);
  await w.user.click(await screen.findByTestId(ids.wizard.signs('certificate')));
  expect(screen.queryByTestId(ids.wizard.userName)).toBeNull();
  await w.user.click(screen.getByTestId(ids.wizard.newCertificate));
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), 'Build signing');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  expect(await screen.findByText('Choose a certificate file.')).toBeTruthy();
  await w.user.type(screen.getByTestId(ids.newVariable.filePassword), 'guess');
  await w.user.click(screen.getByTestId(ids.newVariable.file));
  expect(await screen.findByText(/This password doesn't open the file/)).toBeTruthy();
  expect(value(ids.newVariable.filePassword)).toBe('guess');
  wrong = false;
  await w.user.click(screen.getByTestId(ids.newVariable.file));
  const shown = await screen.findByTestId(ids.newVariable.certificate);
  for (const words of ['CN=build', 'AB12']) expect(within(shown).getByText(words)).toBeTruthy();
  expect(shown.textContent).toContain('2027');
  expect(value(ids.newVariable.filePassword)).toBe('');
  expect(await findings()).toEqual([]);
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await waitFor(() => expect(w.asked('variable_create_certificate')[0]?.['request']).toMatchObject({ displayName: 'Build signing', handle: 'h1' }));
  await w.user.click(screen.getByTestId(ids.wizard.create));
  await waitFor(() => expect(w.asked('credential_create')[0]?.['draft']).toMatchObject({ authentication: 'certificate', userNameVariableId: null, secretVariableId: 'y1' }));
});

it('asks for a certificate of the vault with the same four names', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault', ['connection']);
  await w.user.click(await screen.findByTestId(ids.wizard.signs('certificate')));
  await w.user.click(screen.getByTestId(ids.wizard.newCertificate));
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), 'Build');
  await w.user.type(screen.getByTestId(ids.newVariable.secret), 'build');
  await w.user.click(await screen.findByTestId(ids.newVariable.option('build-signing')));
  expect(screen.queryByTestId(ids.newVariable.option('service-003'))).toBeNull();
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await waitFor(() => expect(w.asked('variable_create_azure')[0]?.['request'] as AzureVariableRequest).toMatchObject({ certificate: true, secret: 'build-signing', vaultId: 'v1' }));
});

it('forbids a certificate with other locations and says why, and the second-factor note leads there', async () => {
  const w = wizard();
  await toValues(w, 'thisDevice');
  expect((await screen.findByTestId<HTMLInputElement>(ids.wizard.signs('certificate'))).disabled).toBe(true);
  expect(screen.getByText('Certificate: not with Desktop flow')).toBeTruthy();
  expect(screen.getByText(/Accounts that ask for a second factor can't sign in unattended/)).toBeTruthy();
  await w.user.click(screen.getByTestId(ids.wizard.switchToCertificate));
  expect(screen.getByTestId<HTMLInputElement>(ids.wizard.signs('certificate')).checked).toBe(true);
  await w.user.click(screen.getByTestId(ids.wizard.back));
  expect(screen.getByTestId<HTMLInputElement>(ids.wizard.location('network')).disabled).toBe(true);
  expect(screen.getByText(/This credential signs in with a certificate/)).toBeTruthy();
});

it('asks for the store only when there is a choice', async () => {
  const none = wizard({ vault_list: () => vaults.filter((one) => one.kind === 'thisDevice') });
  await none.user.type(await screen.findByTestId(ids.wizard.name), 'A');
  await none.user.click(screen.getByTestId(ids.wizard.next));
  await screen.findByTestId(ids.wizard.location('connection'));
  expect(screen.queryByTestId(ids.wizard.store('thisDevice'))).toBeNull();
  expect(screen.getByTestId(ids.wizard.connect)).toBeTruthy();
});

it('refuses Next without a store, and with two vaults without one of them', async () => {
  const w = wizard();
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'A');
  await w.user.click(screen.getByTestId(ids.wizard.next));
  await w.user.click(await screen.findByTestId(ids.wizard.location('connection')));
  await w.user.click(screen.getByTestId(ids.wizard.next));
  expect(await screen.findByText('Choose where the secret is kept.')).toBeTruthy();
  await w.user.click(screen.getByTestId(ids.wizard.store('azureKeyVault')));
  await w.user.click(screen.getByTestId(ids.wizard.next));
  expect(await screen.findByText('Choose a vault connection.')).toBeTruthy();
  expect(await findings()).toEqual([]);
});

it('connects a vault beside the wizard and comes back with it chosen', async () => {
  const w = wizard();
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'A');
  await w.user.click(screen.getByTestId(ids.wizard.next));
  await w.user.click(await screen.findByTestId(ids.wizard.connect));
  await w.user.type(await screen.findByTestId(ids.connect.url), 'https://kv-beside.vault.azure.net{Enter}');
  await screen.findByTestId(ids.connect.answer);
  await w.user.click(screen.getByTestId(ids.connect.save));
  await waitFor(() => expect(screen.getByTestId(ids.wizard.vault).textContent).toContain('kv-beside'));
  expect(screen.getByTestId<HTMLInputElement>(ids.wizard.store('azureKeyVault')).checked).toBe(true);
});

it('shows whether the naming rule is met while one types', async () => {
  const w = wizard({ settings_get: () => ({ ...settings, namingRule: { expression: '^SAP', message: 'start with the system' } }) });
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'Pay');
  const rule = await screen.findByTestId(ids.wizard.rule);
  await waitFor(() => expect(rule.textContent).toContain('Not met: start with the system'));
  await w.user.clear(screen.getByTestId(ids.wizard.name));
  await w.user.type(screen.getByTestId(ids.wizard.name), 'SAP pay');
  await waitFor(() => expect(rule.textContent).toMatch(/Met\.$/));
});

it('generates a password of the asked kind without showing it', async () => {
  const w = wizard();
  await toValues(w, 'thisDevice');
  await w.user.click(await screen.findByTestId(ids.wizard.newPassword));
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), 'Kiosk');
  await w.user.click(screen.getByTestId(ids.newVariable.generate));
  await w.user.click(await screen.findByTestId(ids.newVariable.generateSet('symbols')));
  await w.user.click(screen.getByTestId(ids.newVariable.generateMake));
  expect(await screen.findByText(/A password of 24 characters was generated/)).toBeTruthy();
  expect(w.asked('generate')[0]?.['request']).toEqual({ length: 24, upper: true, lower: true, digits: true, symbols: false });
  expect(value(ids.newVariable.generated)).toMatch(/^•{24}$/);
  expect(w.asked('reveal_generated')).toHaveLength(0);
  await w.user.click(screen.getByTestId(ids.newVariable.revealGenerated));
  await waitFor(() => expect(value(ids.newVariable.generated)).toBe('Xq7-made-by-rust-0042'));
  expect(await findings()).toEqual([]);
  await w.user.click(screen.getByTestId(ids.newVariable.revealGenerated));
  expect(value(ids.newVariable.generated)).toMatch(/^•{24}$/);
  expect(w.asked('reveal_generated')).toEqual([{ handle: 'made' }]);
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await waitFor(() => expect(w.asked('variable_create_device')[0]?.['request']).toMatchObject({ value: { kind: 'handle', handle: 'made' } }));
});

it('waits with Create while a refused variable is open, and goes on when it is closed', async () => {
  const w = wizard();
  await toValues(w, 'azureKeyVault');
  await newSecret(w, 'refused-one');
  await w.user.click(screen.getByTestId(ids.newVariable.save));
  await screen.findByTestId(ids.check.refused);
  const off = () => screen.getByTestId(ids.wizard.create).getAttribute('aria-disabled');
  expect(off()).toBe('true');
  await w.user.keyboard('{Control>}{Enter}{/Control}');
  expect(w.asked('credential_create')).toHaveLength(0);
  await w.user.click(screen.getByTestId(ids.check.other));
  expect(off()).not.toBe('true');
});

it('folds in a small window: the summary opens above the buttons, the steps become one line', async () => {
  const size = (px: number) => { Object.defineProperty(window, 'innerWidth', { configurable: true, value: px }); fireEvent(window, new Event('resize')); };
  const w = wizard();
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'Invoice portal robot');
  expect(screen.queryByTestId(ids.wizard.summaryLine)).toBeNull();
  size(950);
  const line = await screen.findByTestId(ids.wizard.summaryLine);
  expect(line.textContent).toContain('Invoice portal robot');
  expect(screen.queryByText('Not chosen yet')).toBeNull();
  await w.user.click(line);
  expect(line.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getAllByText('Not chosen yet').length).toBeGreaterThan(0);
  expect(screen.queryByTestId(ids.wizard.stepLine)).toBeNull();
  size(640);
  expect((await screen.findByTestId(ids.wizard.stepLine)).textContent).toBe('Step 1 of 3');
  expect(value(ids.wizard.name)).toBe('Invoice portal robot');
  expect(await findings()).toEqual([]);
  size(1280);
});

// Last: the choice is kept for the next credential of this sitting.
it('does all on one page, and names every problem at once', async () => {
  const w = wizard({ credential_validate_step: ({ draft, step }) => { const one = draft as CredentialDraft; return step === 'name' && one.name === '' ? [{ field: 'name', message: 'Enter a name for the credential.' }] : step === 'location' && one.locations.length === 0 ? [{ field: 'locations', message: 'Choose at least one location.' }] : []; } });
  await w.user.click(await screen.findByTestId(ids.wizard.onePage));
  for (const id of [ids.wizard.name, ids.wizard.location('network'), ids.wizard.userName, ids.wizard.password]) expect(screen.getByTestId(id)).toBeTruthy();
  await w.user.click(screen.getByTestId(ids.wizard.create));
  for (const words of ['Enter a name for the credential.', 'Choose at least one location.', 'Choose where the secret is kept.']) expect(await screen.findByText(words)).toBeTruthy();
  expect(w.asked('credential_create')).toHaveLength(0);
  expect(await findings()).toEqual([]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(ids.wizard.name)));
  await w.user.type(screen.getByTestId(ids.wizard.name), 'Kiosk');
  await w.user.click(screen.getByTestId(ids.wizard.location('network')));
  await w.user.click(screen.getByTestId(ids.wizard.store('thisDevice')));
  await w.user.click(screen.getByTestId(ids.wizard.create));
  await waitFor(() => expect(w.asked('credential_create')[0]?.['draft']).toMatchObject({ name: 'Kiosk', locations: ['network'] }));
});
