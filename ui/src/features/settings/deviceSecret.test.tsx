import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { refuse } from '../../testing/fake';
import { findings, open } from '../../testing/open';

const at = partIds.secret;
const ways = '#/settings?section=ways';

it('is off at first, and offered where the folder is copied to other computers', async () => {
  open(ways);
  expect((await screen.findByTestId(at.on)).textContent).toBe('Turn on');
  expect(screen.queryByTestId(at.synced)).toBeNull();
  expect(screen.queryByTestId(at.off)).toBeNull();
});

it('names the program that copies the folder', async () => {
  open(ways, {}, { state: { syncedBy: 'Dropbox' } });
  expect((await screen.findByTestId(at.synced)).textContent).toContain('Dropbox');
  expect(await findings()).toEqual([]);
});

it('is turned on with the password, and shows its groups once', async () => {
  const { user, asked, go } = open(ways, { device_secret_on: ({ password }) => { if (password !== 'right') throw refuse('wrongPassword', "That password didn't open this workspace."); go({ needsDeviceSecret: true }); return { groups: ['AAAA', 'BBBB', 'CCCC', 'DDDD', 'EEEE', 'FFFF', 'GGGG', 'HHHH'] }; } });
  await user.click(await screen.findByTestId(at.on));
  const dialog = await screen.findByRole('alertdialog');
  expect(dialog.textContent).toContain('made before still open with the password alone');
  await user.type(within(dialog).getByTestId(at.password), 'wrong');
  await user.click(within(dialog).getByTestId(at.go));
  await within(dialog).findByText("That password didn't open this workspace.");
  expect(await findings()).toEqual([]);
  await user.clear(within(dialog).getByTestId(at.password));
  await user.type(within(dialog).getByTestId(at.password), 'right');
  await user.click(within(dialog).getByTestId(at.go));
  const code = await screen.findByTestId(ids.recovery.code);
  expect(code.getAttribute('aria-label')).toBe('Device secret');
  expect(code.querySelectorAll('li')).toHaveLength(8);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.kept));
  await waitFor(() => expect(asked('workspace_discard')).toHaveLength(1));
  expect(screen.queryByTestId(ids.recovery.code)).toBeNull();
  expect((await screen.findByTestId(at.off)).textContent).toBe('Turn off');
  await screen.findByText(/keeps it in the key store/);
});

it('says where this device keeps it, renews it, and is turned off', async () => {
  const { user, asked, go } = open(ways, { device_secret_get: () => ({ keptIn: 'file' }), device_secret_off: () => go({ needsDeviceSecret: false }) }, { state: { needsDeviceSecret: true, syncedBy: 'OneDrive' } });
  await screen.findByText(/file that is yours alone/);
  expect(screen.queryByTestId(at.synced)).toBeNull();
  await user.click(screen.getByTestId(at.renew));
  expect((await screen.findByRole('alertdialog')).textContent).toContain('Your other devices will ask for the new one');
  await user.keyboard('{Escape}');
  await user.click(screen.getByTestId(at.off));
  await user.type(await screen.findByTestId(at.password), 'right');
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.go));
  await waitFor(() => expect(asked('device_secret_off')).toEqual([{ password: 'right' }]));
  expect((await screen.findByTestId(at.on)).textContent).toBe('Turn on');
  expect(screen.getByTestId(at.synced).textContent).toContain('OneDrive');
});

it('asks a backup of another device for the groups, and says what a backup opens with', async () => {
  const groups = 'K7QM-4VTD-XR2P-9HNC-WB6J-3FYE-TA8G-M5SZ';
  const { user, asked } = open('#/settings?section=backup', { backup_restore: ({ deviceSecret }) => { if (deviceSecret === null) throw refuse('deviceSecretMissing', 'This device does not have the device secret of this workspace.'); return null; } }, { state: { needsDeviceSecret: true } });
  await screen.findByText(/together with the device secret/);
  expect(screen.queryByTestId(at.groups)).toBeNull();
  await user.type(screen.getByTestId(ids.open.backupPassword), 'right');
  await user.click(screen.getByTestId(ids.open.backup));
  await user.type(await screen.findByTestId(at.groups), groups);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(ids.open.backup));
  await waitFor(() => expect(asked('backup_restore').at(-1)).toEqual({ password: 'right', deviceSecret: groups, recoveryCode: null }));
});

it('opens a backup with the recovery code alone', async () => {
  const code = 'M5SZ-K7QM-4VTD-XR2P-9HNC-WB6J-3FYE-TA8G';
  const { user, asked } = open('#/settings?section=backup', { backup_restore: () => null });
  await user.type(await screen.findByTestId(ids.open.backupPassword), 'half');
  await user.click(screen.getByTestId(at.backupOther));
  expect(screen.queryByTestId(ids.open.backupPassword)).toBeNull();
  await user.type(screen.getByTestId(at.backupCode), 'M5SZ{Enter}');
  await screen.findByText('A recovery code has 32 letters and digits.');
  expect(asked('backup_restore')).toEqual([]);
  expect(await findings()).toEqual([]);
  await user.type(screen.getByTestId(at.backupCode), `${code.slice(4)}{Enter}`);
  await waitFor(() => expect(asked('backup_restore')).toEqual([{ password: '', deviceSecret: null, recoveryCode: code }]));
  await user.click(screen.getByTestId(at.backupOther));
  expect(screen.queryByTestId(at.backupCode)).toBeNull();
  await screen.findByTestId(ids.open.backupPassword);
});

const eight = ['AAAA', 'BBBB', 'CCCC', 'DDDD', 'EEEE', 'FFFF', 'GGGG', 'HHHH'];

it.each([
  ['the device secret', 'device_secret_on', at.on, at.password, at.go, at.kept],
  ['a new recovery code', 'recovery_code_renew', ids.settings.newCode, ids.settings.current, ids.settings.codeKept, ids.settings.codeKept],
] as const)('lets nobody leave %s while it is made, nor unseen', async (_, command, begin, password, go, kept) => {
  let answer: (made: unknown) => void = () => undefined;
  const { user, asked } = open(ways, { [command]: () => new Promise((resolve) => { answer = resolve; }) });
  await user.click(await screen.findByTestId(begin));
  await user.type(await screen.findByTestId(password), 'right');
  await user.click(screen.getByTestId(go));
  await waitFor(() => expect(asked(command)).toHaveLength(1));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('alertdialog')).not.toBeNull();
  answer({ groups: eight });
  await screen.findByTestId(ids.recovery.code);
  await user.keyboard('{Escape}');
  expect(screen.queryByTestId(ids.recovery.code)).not.toBeNull();
  await user.click(screen.getByTestId(kept));
  await waitFor(() => expect(screen.queryByTestId(ids.recovery.code)).toBeNull());
  expect(asked('workspace_discard')).toHaveLength(1);
});
