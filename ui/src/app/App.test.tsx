import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { CredentialQuery } from '../api';
import { ids } from '../testIds';
import { partIds } from '../testIds.parts';
import { credentials, recoveryGroups } from '../testing/data';
import { refuse, startFake, type Handler } from '../testing/fake';
import { App, makeClient } from './App';

const secret = 'vR7#quartz-Lemon-41x';

function open(state: Parameters<typeof startFake>[0] = {}, overrides: Record<string, Handler> = {}, at = '') {
  window.location.hash = at;
  const fake = startFake(state, overrides);
  const client = makeClient();
  render(<App client={client} />);
  return { ...fake, client, user: userEvent.setup() };
}

const findings = async () => (await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })).violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);

describe('credentials', () => {
  it('has no accessibility findings with the drawer open', async () => {
    open({}, {}, '#/credentials?id=c1');
    await screen.findByTestId(ids.details.reveal('password'));
    expect(await findings()).toEqual([]);
  });

  it('asks for a value only on Reveal, and forgets it on Hide', async () => {
    const { calls, client, user } = open({}, {}, '#/credentials?id=c1');
    const button = await screen.findByTestId(ids.details.reveal('password'));
    expect(calls.some((one) => one.command === 'reveal')).toBe(false);
    await user.click(button);
    expect(await screen.findByText(secret)).toBeTruthy();
    expect(calls.filter((one) => one.command === 'reveal')).toHaveLength(1);
    const cached = JSON.stringify([client.getQueryCache().getAll().map((one) => one.state.data), client.getMutationCache().getAll().map((one) => one.state)]);
    expect(cached).not.toContain(secret);
    await user.click(screen.getByTestId(ids.details.reveal('password')));
    expect(document.body.textContent).not.toContain(secret);
  });

  it('forgets a revealed value when its seconds are over', async () => {
    const { user } = open({}, { reveal: () => ({ value: secret, seconds: 1 }) }, '#/credentials?id=c1');
    await user.click(await screen.findByTestId(ids.details.reveal('password')));
    expect(await screen.findByText(secret)).toBeTruthy();
    await waitFor(() => expect(document.body.textContent).not.toContain(secret), { timeout: 3000 });
  });

  it('forgets a revealed value when another row is chosen, and on lock', async () => {
    const { user, go } = open({}, {}, '#/credentials?id=c1');
    await user.click(await screen.findByTestId(ids.details.reveal('password')));
    await screen.findByText(secret);
    await user.click(screen.getByTestId(ids.table.row('c2')));
    await waitFor(() => expect(document.body.textContent).not.toContain(secret));
    await user.click(await screen.findByTestId(ids.details.reveal('password')));
    await screen.findByText(secret);
    go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'asked' });
    await screen.findByTestId(ids.unlock.card);
    expect(document.body.textContent).not.toContain(secret);
    expect(document.body.textContent).not.toContain('SAP payroll robot');
  });

  it('never lets an older answer replace a newer one', async () => {
    const { user } = open({}, {
      credential_list: async ({ query }) => {
        const { search } = query as CredentialQuery;
        const rows = credentials.filter((row) => row.name.toLowerCase().includes(search.toLowerCase()));
        if (search === 'sap') await new Promise((done) => setTimeout(done, 600));
        return { rows, next: null, total: rows.length };
      },
    }, '#/credentials');
    const field = await screen.findByTestId(ids.credentials.search);
    await user.type(field, 'sap');
    await new Promise((done) => setTimeout(done, 150));
    await user.clear(field);
    await user.type(field, 'tax');
    await screen.findByTestId(ids.table.row('c15'));
    await new Promise((done) => setTimeout(done, 800));
    expect(screen.queryByTestId(ids.table.row('c1'))).toBeNull();
    expect(screen.getByTestId(ids.table.row('c15'))).toBeTruthy();
  });

  it('moves by keys, opens with Enter, and gives focus back on Esc', async () => {
    const { user } = open({}, {}, '#/credentials');
    const first = await screen.findByTestId(ids.table.row('c1'));
    first.focus();
    await user.keyboard('{ArrowDown}{Enter}');
    const drawer = await screen.findByTestId(ids.drawer.root);
    await waitFor(() => expect(drawer.contains(document.activeElement)).toBe(true));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId(ids.drawer.root)).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(ids.table.row('c2'))));
  });

  it('keeps what was typed when Rust refuses an edit, and asks before it discards', async () => {
    const { user } = open({}, { credential_edit: () => { throw refuse('nameTaken', 'Taken.'); } }, '#/credentials?id=c1');
    await user.click(await screen.findByTestId(ids.details.edit));
    const name = await screen.findByTestId<HTMLInputElement>(ids.edit.name);
    await user.clear(name);
    await user.type(name, 'Tax filing gateway');
    await user.click(screen.getByTestId(ids.edit.save));
    const go = await screen.findByTestId(partIds.affected.go);
    await waitFor(() => expect(go.getAttribute('aria-disabled')).not.toBe('true'));
    await user.click(go);
    await screen.findByText('Tax filing gateway is already used in this workspace.');
    expect(name.value).toBe('Tax filing gateway');
    expect(screen.getByTestId<HTMLInputElement>(ids.edit.variable('secret')).disabled).toBe(true);
    await user.click(screen.getByTestId(ids.edit.cancel));
    await user.click(await screen.findByTestId(ids.confirm.no));
    expect(screen.getByTestId<HTMLInputElement>(ids.edit.name).value).toBe('Tax filing gateway');
  });

  it('sends what was touched of a credential alone', async () => {
    const { user, calls } = open({}, {}, '#/credentials?id=c1');
    await user.click(await screen.findByTestId(ids.details.edit));
    const description = await screen.findByTestId<HTMLTextAreaElement>(ids.edit.description);
    await user.clear(description);
    await user.type(description, 'New');
    await user.click(screen.getByTestId(ids.edit.save));
    await waitFor(() => expect(calls.find((one) => one.command === 'credential_edit')?.args).toMatchObject({ request: { name: null, description: 'New', locations: null } }));
  });

  it('deletes only after the name was typed, and says that variables stay', async () => {
    const { user, calls } = open({}, {}, '#/credentials?id=c1');
    await screen.findByTestId(ids.details.reveal('password'));
    await user.click(screen.getByTestId(ids.credentials.delete));
    const sheet = await screen.findByTestId(ids.remove.sheet);
    await within(sheet).findByText(/doesn't delete its variables: SAP payroll user and SAP payroll password/);
    await user.click(screen.getByTestId(ids.remove.delete));
    expect(calls.some((one) => one.command === 'credential_delete')).toBe(false);
    await user.type(await screen.findByTestId(ids.remove.type), 'SAP payroll robot');
    await user.click(screen.getByTestId(ids.remove.delete));
    await waitFor(() => expect(calls.some((one) => one.command === 'credential_delete')).toBe(true));
  });
});

describe('before the lock opens', () => {
  it('keeps and selects a wrong password, and counts the wait down', async () => {
    const { user } = open({ state: 'locked' });
    const field = await screen.findByTestId<HTMLInputElement>(ids.unlock.password);
    await user.type(field, 'aaaaaaaa{Enter}');
    await screen.findByText(/That password didn't open this workspace. You can try again in 4 s./);
    expect(field.value).toBe('aaaaaaaa');
    expect(field.selectionEnd).toBe(8);
    expect(await findings()).toEqual([]);
  });

  it('creates a workspace only after two groups of the code were typed back', async () => {
    const { user, calls } = open({ state: 'none', workspace: null });
    await user.type(await screen.findByTestId(ids.firstRun.name), 'Contoso');
    await user.type(screen.getByTestId(ids.firstRun.person), 'Maya');
    await user.type(screen.getByTestId(ids.firstRun.password), 'tidal-copper-lantern');
    await user.type(screen.getByTestId(ids.firstRun.repeat), 'tidal-copper-lantern');
    await screen.findByText('Both match.');
    await user.click(screen.getByTestId(ids.firstRun.next));
    const create = await screen.findByTestId(ids.recovery.create);
    await user.click(create);
    expect(calls.some((one) => one.command === 'workspace_create')).toBe(false);
    for (const [i, group] of recoveryGroups.entries()) {
      const field = screen.queryByTestId(ids.recovery.type(i + 1));
      if (field) await user.type(field, group.toLowerCase());
    }
    expect(await findings()).toEqual([]);
    await user.click(screen.getByTestId(ids.recovery.create));
    await waitFor(() => expect(calls.some((one) => one.command === 'workspace_create')).toBe(true));
  });
});

it('opens the same address again after a lock', async () => {
  const { go } = open({}, {}, '#/settings?section=look');
  await screen.findByTestId(ids.settings.theme);
  go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'idle' });
  await screen.findByTestId(ids.unlock.card);
  go({ state: 'unlocked' });
  expect(await screen.findByTestId(ids.settings.theme)).toBeTruthy();
});
