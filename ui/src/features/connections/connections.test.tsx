import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { AffectedView } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { credentials, details } from '../../testing/data';
import { refuse } from '../../testing/fake';
import { empty, findings, open } from '../../testing/open';

/** What code names this connection: one place. */
const usedInCode: AffectedView = {
  counts: { credentials: 0, connections: 0, places: 1, programs: 0, people: 0, unresolved: 0, hidden: 0 }, blockedBy: [], verdict: 'used',
  needsYou: { group: 'code', total: 1, next: null, rows: [{ id: 'p9', look: 'code', name: 'run.ps1:4', thing: null, place: null, how: { kind: 'code', name: null, reported: null }, lastRead: { at: null, program: null }, pickUp: 'nextRun', edge: 'found', candidate: false, notThis: false }] },
  groups: [], coverage: { complete: true, sources: 1, files: 3, scanned: null, skipped: 0, unresolved: 0, hidden: 0, gaps: [], people: [], ignored: 0 } as unknown as AffectedView['coverage'],
};

const value = (id: string) => screen.getByTestId<HTMLInputElement>(id).value;

it('asks each time until it is switched to credentials, and stores a reference only', async () => {
  const { user, asked } = open('#/connections');
  await user.click(await screen.findByTestId(ids.connections.create));
  await user.click(await screen.findByTestId(ids.connections.kind('ssh')));
  await user.type(screen.getByTestId(ids.connections.name), 'Finance SFTP 2');
  await user.type(screen.getByTestId(ids.connections.target), 'fin-sftp-02');
  expect(screen.getByTestId(ids.connections.toCredentials).parentElement?.textContent).toContain('Ask each time');
  expect(screen.getByText(/stores a reference only/)).toBeTruthy();
  expect(screen.queryByTestId(ids.connections.credential)).toBeNull();
  await user.click(screen.getByTestId(ids.connections.toCredentials));
  await user.click(await screen.findByTestId(ids.connections.credential));
  await user.click(await screen.findByTestId(ids.connections.option('SAP payroll robot')));
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(ids.connections.save));
  await waitFor(() => expect(asked('connection_create')).toEqual([{ request: { name: 'Finance SFTP 2', kind: 'ssh', target: 'fin-sftp-02', credentialId: 'c1' } }]));
  expect(asked('reveal')).toEqual([]);
});

it('shows a credential that is not allowed in Connection disabled, with the reason', async () => {
  const { user, asked } = open('#/connections?new=1');
  await user.click(await screen.findByTestId(ids.connections.toCredentials));
  await user.click(await screen.findByTestId(ids.connections.credential));
  const robot = await screen.findByTestId(ids.connections.option('Hosted machines join'));
  expect(robot.getAttribute('aria-disabled')).toBe('true');
  expect(robot.textContent).toContain('Not allowed in Connection, only in Network');
  expect((await screen.findByTestId(ids.connections.option('SAP payroll robot'))).getAttribute('aria-disabled')).not.toBe('true');
  await user.click(robot);
  expect(value(ids.connections.credential)).toBe('');
  expect(asked('connection_create')).toEqual([]);
});

it('goes to make a credential for Connection, and comes back with it chosen and nothing lost', async () => {
  const { user, asked } = open('#/connections?new=1', { credential_create: () => details({ ...credentials[0]!, id: 'c3', name: 'Bank gateway upload' }) });
  await user.type(await screen.findByTestId(ids.connections.name), 'Print server 2');
  await user.click(screen.getByTestId(ids.connections.toCredentials));
  await user.click(await screen.findByTestId(ids.connections.credential));
  await user.click(await screen.findByTestId(ids.connections.newCredential));
  await user.type(await screen.findByTestId(ids.wizard.name), 'Printer');
  await user.click(screen.getByTestId(ids.wizard.next));
  expect((await screen.findByTestId<HTMLInputElement>(ids.wizard.location('connection'))).checked).toBe(true);
  await user.click(screen.getByTestId(ids.wizard.store('thisDevice')));
  await user.click(screen.getByTestId(ids.wizard.next));
  await user.click(await screen.findByTestId(ids.wizard.create));
  await waitFor(() => expect(value(ids.connections.credential)).toBe('Bank gateway upload'));
  expect(value(ids.connections.name)).toBe('Print server 2');
  expect(asked('credential_create')[0]).toMatchObject({ draft: { locations: ['connection'] } });
  await user.click(screen.getByTestId(ids.connections.save));
  await waitFor(() => expect(asked('connection_create')[0]).toMatchObject({ request: { name: 'Print server 2', credentialId: 'c3' } }));
});

it('comes back to the form when no credential is made after all', async () => {
  const { user } = open('#/new-credential?back=k1');
  await user.click(await screen.findByTestId(ids.wizard.cancel));
  expect((await screen.findByTestId<HTMLInputElement>(ids.connections.name)).value).toBe('Bank gateway');
  expect(screen.queryByTestId(ids.confirm.dialog)).toBeNull();
});

it('keeps what was typed when Rust refuses, and asks before it discards', async () => {
  const { user } = open('#/connections?id=k1', { connection_edit: () => { throw refuse('invalid', '', { fields: [{ field: 'target', message: 'Enter an address that begins with https://.' }] }); } });
  await user.clear(await screen.findByTestId(ids.connections.target));
  await user.type(screen.getByTestId(ids.connections.target), 'ftp://x');
  await user.click(screen.getByTestId(ids.connections.save));
  expect(await screen.findByText('Enter an address that begins with https://.')).toBeTruthy();
  expect(value(ids.connections.target)).toBe('ftp://x');
  await user.click(screen.getByTestId(ids.connections.cancel));
  await user.click(await screen.findByTestId(ids.confirm.no));
  expect(value(ids.connections.target)).toBe('ftp://x');
});

it('filters by kind, searches, and deletes only after a question', async () => {
  const { user, asked } = open('#/connections');
  await screen.findByTestId(ids.table.row('k1'));
  await user.click(screen.getByTestId(ids.connections.filter('ssh')));
  await waitFor(() => expect(screen.queryByTestId(ids.table.row('k1'))).toBeNull());
  await user.click(await screen.findByTestId(ids.table.row('k4')));
  await user.click(await screen.findByTestId(ids.connections.delete));
  const sheet = await screen.findByTestId(partIds.affected.sheet);
  await within(sheet).findByText('Nothing that is known uses it.');
  await user.click(screen.getByTestId(partIds.affected.cancel));
  await waitFor(() => expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull());
  expect(asked('connection_delete')).toEqual([]);
  await user.click(screen.getByTestId(ids.connections.delete));
  await within(await screen.findByTestId(partIds.affected.sheet)).findByText('Nothing that is known uses it.');
  await user.click(screen.getByTestId(partIds.affected.go));
  await waitFor(() => expect(asked('connection_delete')).toEqual([{ ids: ['k4'] }]));
});

it('says what a connection is while there is none', async () => {
  open('#/connections', { connection_list: empty });
  expect(await screen.findByTestId(ids.state.empty)).toBeTruthy();
  expect(screen.getByTestId(ids.connections.create)).toBeTruthy();
  expect(await findings()).toEqual([]);
});

it('shows what names a connection before it is renamed, and saves at once what nothing uses', async () => {
  let used = true;
  const { user, asked } = open('#/connections?id=k1', { affected_preview: () => (used ? usedInCode : { ...usedInCode, needsYou: { ...usedInCode.needsYou, total: 0, rows: [] }, verdict: 'safeToDelete' }) });
  await user.type(await screen.findByTestId(ids.connections.name), ' 2');
  await user.click(screen.getByTestId(ids.connections.save));
  const sheet = await screen.findByTestId(partIds.affected.sheet);
  expect(within(sheet).getByText('Before you rename Bank gateway')).toBeTruthy();
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.affected.cancel));
  await waitFor(() => expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull());
  expect(asked('connection_edit')).toEqual([]);
  expect(value(ids.connections.name)).toBe('Bank gateway 2');
  await user.click(screen.getByTestId(ids.connections.save));
  await user.click(await screen.findByTestId(partIds.affected.go));
  await waitFor(() => expect(asked('connection_edit')[0]).toMatchObject({ id: 'k1', request: { name: 'Bank gateway 2' } }));
  expect(asked('affected_preview')[0]).toEqual({ request: { action: 'rename', things: [{ kind: 'connection', id: 'k1' }] } });
  used = false;
  await user.type(await screen.findByTestId(ids.connections.target), '/x');
  await user.click(screen.getByTestId(ids.connections.save));
  await waitFor(() => expect(asked('connection_edit')).toHaveLength(2));
  expect(screen.queryByTestId(partIds.affected.sheet)).toBeNull();
});
