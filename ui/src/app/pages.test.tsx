import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ids } from '../testIds';
import { hostileNames, connections, credentials, variables } from '../testing/data';
import { refuse, type Handler } from '../testing/fake';
import { empty, findings, never, open } from '../testing/open';

const failing: Handler = () => { throw refuse('storeDamaged', 'The list could not be read.', { hint: 'Restore from a backup.' }); };
const lists = (at: string, answer: Handler): Record<string, Handler> => (at === '#/vaults' ? { vault_list: answer } : { credential_list: answer, variable_list: answer, connection_list: answer });
const named = <R extends { name: string }>(rows: R[]) => rows.map((row, i) => ({ ...row, name: hostileNames[i] ?? row.name, displayName: hostileNames[i] ?? row.name }));
const width = (px: number) => { Object.defineProperty(window, 'innerWidth', { configurable: true, value: px }); fireEvent(window, new Event('resize')); };
afterEach(() => width(1280));

const pages: [string, string, string][] = [
  ['Credentials', '#/credentials', ids.table.grid], ['a credential', '#/credentials?id=c1', ids.details.reveal('password')], ['edit of a credential', '#/credentials?id=c1&edit=1', ids.edit.name], ['a certificate', '#/credentials?id=c4', ids.details.edit],
  ['Variables', '#/variables', ids.table.grid], ['a text variable', '#/variables?id=x1', ids.variables.value], ['a secret of this device', '#/variables?id=x3', ids.variables.repeat],
  ['Connections', '#/connections', ids.table.grid], ['a connection', '#/connections?id=k1', ids.connections.target],
  ['Vaults', '#/vaults', ids.vaults.card('kv-fin-prod')], ['a vault', '#/vaults?id=v3', ids.vaults.problem], ['names in a vault', '#/vaults?vault=v1', ids.vaultSecrets.count],
  ['New credential', '#/new-credential', ids.wizard.name],
  ['Lock and clipboard', '#/settings?section=lock', ids.settings.idle], ['Ways to open', '#/settings?section=ways', ids.settings.changePassword], ['Appearance', '#/settings?section=look', ids.settings.theme], ['Naming rule', '#/settings?section=naming', ids.settings.expression], ['Backup', '#/settings?section=backup', ids.settings.backup],
];

describe('no accessibility findings', () => {
  it.each(pages)('on %s, in a wide and in a small window', async (_name, at, there) => {
    open(at);
    await screen.findByTestId(there);
    expect(await findings()).toEqual([]);
    width(900);
    await screen.findByTestId(there);
    expect(await findings()).toEqual([]);
  });

  it.each(['#/credentials', '#/variables', '#/connections', '#/vaults'])('on %s while it loads, when it fails and when nothing is there', async (at) => {
    const loading = open(at, lists(at, never));
    await screen.findByTestId(ids.state.skeleton);
    expect(await findings()).toEqual([]);
    loading.unmount();
    const broken = open(at, lists(at, failing));
    expect((await screen.findByTestId(ids.state.error)).textContent).toContain('The list could not be read.');
    expect(screen.queryByText('0')).toBeNull();
    expect(await findings()).toEqual([]);
    broken.unmount();
    open(at, lists(at, at === '#/vaults' ? () => [] : empty));
    await screen.findByTestId(ids.state.empty);
    expect(await findings()).toEqual([]);
  });

  it('with names that others chose', async () => {
    open('#/credentials', {}, { lists: { credentials: named(credentials), variables: named(variables), connections: named(connections) } });
    await screen.findByTestId(ids.table.row('c1'));
    expect(document.querySelector('img')).toBeNull();
    expect(await findings()).toEqual([]);
  });

  it.each([['first run', { state: 'none', workspace: null }, ids.firstRun.name], ['locked', { state: 'locked', lockedWhy: 'screenLocked', lockedAt: '2026-11-18T09:00:00Z' }, ids.unlock.card]] as const)('on %s', async (_name, state, there) => {
    open('', {}, { state });
    await screen.findByTestId(there);
    expect(await findings()).toEqual([]);
  });
});

describe('settings', () => {
  it('switches the lock on screen lock and on sleep by themselves', async () => {
    const { user, asked } = open('#/settings?section=lock');
    await user.click(await screen.findByTestId(ids.settings.screen));
    await waitFor(() => expect(asked('settings_update').at(-1)?.['settings']).toMatchObject({ lockOnScreenLock: false, lockOnSuspend: true }));
    await user.click(screen.getByTestId(ids.settings.sleep));
    await waitFor(() => expect(asked('settings_update').at(-1)?.['settings']).toMatchObject({ lockOnScreenLock: false, lockOnSuspend: false }));
  });
});

describe('first run', () => {
  it.each([['maya@contoso.com', 'maya@contoso.com'], ['', null]])('takes the mail "%s" as %s', async (typed, sent) => {
    const { user, asked } = open('', {}, { state: { state: 'none', workspace: null } });
    await user.type(await screen.findByTestId(ids.firstRun.name), 'Contoso');
    await user.type(screen.getByTestId(ids.firstRun.person), 'Maya');
    if (typed) await user.type(screen.getByTestId(ids.firstRun.mail), typed);
    await user.type(screen.getByTestId(ids.firstRun.password), 'tidal-copper-lantern');
    await user.type(screen.getByTestId(ids.firstRun.repeat), 'tidal-copper-lantern');
    await screen.findByText('Both match.');
    await user.click(screen.getByTestId(ids.firstRun.next));
    await waitFor(() => expect(asked('workspace_prepare')[0]?.['request']).toMatchObject({ name: 'Contoso', personName: 'Maya', mail: sent }));
  });
});
