import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ids } from '../../testIds';
import { credentials, details } from '../../testing/data';
import { refuse } from '../../testing/fake';
import { empty, findings, open } from '../../testing/open';

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
  await user.click(await screen.findByTestId(ids.confirm.no));
  expect(asked('connection_delete')).toEqual([]);
  await user.click(screen.getByTestId(ids.connections.delete));
  await user.click(await screen.findByTestId(ids.confirm.yes));
  await waitFor(() => expect(asked('connection_delete')).toEqual([{ ids: ['k4'] }]));
});

it('says what a connection is while there is none', async () => {
  open('#/connections', { connection_list: empty });
  expect(await screen.findByTestId(ids.state.empty)).toBeTruthy();
  expect(screen.getByTestId(ids.connections.create)).toBeTruthy();
  expect(await findings()).toEqual([]);
});
