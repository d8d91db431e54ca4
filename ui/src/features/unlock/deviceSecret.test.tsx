import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { refuse, type Handler } from '../../testing/fake';
import { findings, open } from '../../testing/open';

const at = partIds.secret;
const groups = 'K7QM-4VTD-XR2P-9HNC-WB6J-3FYE-TA8G-M5SZ';

const locked = { state: 'locked', needsDeviceSecret: true } as const;
/** A device without the secret. */
const missing = (go: () => unknown): Handler => ({ password, deviceSecret }) => {
  if (deviceSecret === null) throw refuse('deviceSecretMissing', 'This device does not have the device secret of this workspace.');
  if (deviceSecret !== groups) throw refuse('wrongDeviceSecret', 'That is not the device secret of this workspace.', { hint: 'Compare it.' });
  if (password !== 'right') throw refuse('wrongPassword', 'Wrong.', { retryAfterSeconds: 4 });
  return go();
};

it('asks a device that does not have it for the groups once, and keeps what was typed', async () => {
  const { user, asked, go } = open('#/credentials', { unlock: (args) => missing(() => go({ state: 'unlocked' }))(args) }, { state: locked });
  await user.type(await screen.findByTestId(ids.unlock.password), 'right');
  await user.click(screen.getByTestId(ids.unlock.button));
  await screen.findByTestId(at.ask);
  expect(screen.getByTestId<HTMLInputElement>(at.password).value).toBe('right');
  expect(await findings()).toEqual([]);
  await user.type(screen.getByTestId(at.groups), 'K7QM');
  await user.click(screen.getByTestId(at.open));
  await screen.findByText('A device secret has 32 letters and digits.');
  expect(asked('unlock')).toHaveLength(1);
  await user.clear(screen.getByTestId(at.groups));
  await user.type(screen.getByTestId(at.groups), groups.replace('K', 'A'));
  await user.click(screen.getByTestId(at.open));
  await screen.findByText(/That is not the device secret/);
  await user.clear(screen.getByTestId(at.groups));
  await user.type(screen.getByTestId(at.groups), groups);
  await user.click(screen.getByTestId(at.open));
  await screen.findByTestId(ids.credentials.create);
  expect(asked('unlock').at(-1)).toEqual({ password: 'right', deviceSecret: groups });
});

it('tells a wrong password only with the right groups, and offers the recovery code', async () => {
  const { user } = open('#/credentials', { unlock: missing(() => null) }, { state: locked });
  await user.type(await screen.findByTestId(ids.unlock.password), 'guess');
  await user.click(screen.getByTestId(ids.unlock.button));
  await user.type(await screen.findByTestId(at.groups), groups);
  await user.click(screen.getByTestId(at.open));
  await screen.findByText(/You can try again in 4 s/);
  await user.click(screen.getByTestId(at.recovery));
  await screen.findByTestId(ids.useCode.code);
});

const prepare = async (user: ReturnType<typeof open>['user']) => {
  await user.type(await screen.findByTestId(ids.firstRun.name), 'Finance');
  await user.type(screen.getByTestId(ids.firstRun.person), 'Maya');
  await user.type(screen.getByTestId(ids.firstRun.password), 'tidal-copper-lantern-47');
  await user.type(screen.getByTestId(ids.firstRun.repeat), 'tidal-copper-lantern-47');
  await user.click(screen.getByTestId(ids.firstRun.next));
  await screen.findByTestId(ids.recovery.code);
  for (let i = 1; i <= 8; i += 1) {
    const field = screen.queryByTestId(ids.recovery.type(i));
    if (field) await user.type(field, screen.getByTestId(ids.recovery.group(i)).textContent ?? '');
  }
  await user.click(screen.getByTestId(ids.recovery.create));
};

it('offers it before a new workspace lies in a folder that is copied', async () => {
  const { user, asked } = open('#/credentials', {}, { state: { state: 'none', workspace: null, syncedBy: 'Nextcloud' } });
  await prepare(user);
  expect((await screen.findByTestId(at.offer)).textContent).toContain('stays on your devices');
  expect(screen.getByText(/Nextcloud copies this folder/)).toBeDefined();
  expect(asked('workspace_create')).toEqual([]);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.on));
  await screen.findByTestId(ids.recovery.code);
  expect(asked('workspace_require_device_secret')).toEqual([{ password: 'tidal-copper-lantern-47' }]);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.kept));
  await waitFor(() => expect(asked('workspace_create')).toHaveLength(1));
});

it('takes a no, and does not ask where nothing copies the folder', async () => {
  const first = open('#/credentials', {}, { state: { state: 'none', workspace: null, syncedBy: 'Nextcloud' } });
  await prepare(first.user);
  await first.user.click(await screen.findByTestId(at.notNow));
  await waitFor(() => expect(first.asked('workspace_create')).toHaveLength(1));
  expect(first.asked('workspace_require_device_secret')).toEqual([]);
  first.unmount();
  const second = open('#/credentials', {}, { state: { state: 'none', workspace: null } });
  await prepare(second.user);
  await waitFor(() => expect(second.asked('workspace_create')).toHaveLength(1));
});

const offered = { state: 'none', workspace: null, syncedBy: 'Nextcloud' } as const;

it('goes back from the offer to the form as it was, and on with new codes', async () => {
  const { user, asked } = open('#/credentials', {}, { state: offered });
  await prepare(user);
  await user.click(await screen.findByTestId(at.on));
  await screen.findByTestId(at.kept);
  await user.click(screen.getByTestId(at.offerBack));
  expect((await screen.findByTestId<HTMLInputElement>(ids.firstRun.name)).value).toBe('Finance');
  expect(screen.queryByTestId(at.lost)).toBeNull();
  expect(asked('workspace_discard')).toHaveLength(1);
  await user.click(screen.getByTestId(ids.firstRun.next));
  await screen.findByTestId(ids.recovery.code);
  expect(asked('workspace_prepare')).toHaveLength(2);
});

it('says that a lock has forgotten the codes, at once', async () => {
  const { user, emit } = open('#/credentials', {}, { state: offered });
  await prepare(user);
  await screen.findByTestId(at.offer);
  await emit('prepared-lost', null);
  expect((await screen.findByTestId(at.lost)).textContent).toContain('Nothing was written.');
  expect(screen.getByTestId<HTMLInputElement>(ids.firstRun.person).value).toBe('Maya');
  expect(await findings()).toEqual([]);
});

it('says so on the next answer, where the lock was not heard of', async () => {
  const { user } = open('#/credentials', { workspace_require_device_secret: () => { throw refuse('preparedGone', 'Gone.'); } }, { state: offered });
  await prepare(user);
  await user.click(await screen.findByTestId(at.on));
  await screen.findByTestId(at.lost);
});

it('keeps the codes where the workspace could not be written, to try again', async () => {
  let full = true;
  const { user, asked } = open('#/credentials', { workspace_create: () => { if (full) throw refuse('diskFull', 'The disk is full.'); return null; } }, { state: offered });
  await prepare(user);
  await user.click(await screen.findByTestId(at.notNow));
  await screen.findByText(/The disk is full/);
  full = false;
  await user.click(screen.getByTestId(at.notNow));
  await waitFor(() => expect(asked('workspace_create')).toHaveLength(2));
});

it('opens by Enter in the groups, goes to the field that is wrong, and keeps them on Back', async () => {
  const { user, asked } = open('#/credentials', { unlock: missing(() => null) }, { state: locked });
  await user.type(await screen.findByTestId(ids.unlock.password), 'guess');
  await user.click(screen.getByTestId(ids.unlock.button));
  await user.type(await screen.findByTestId(at.groups), 'K7QM{Enter}');
  await screen.findByText('A device secret has 32 letters and digits.');
  expect(document.activeElement).toBe(screen.getByTestId(at.groups));
  await user.type(screen.getByTestId(at.groups), `${groups.slice(4)}{Enter}`);
  await waitFor(() => expect(asked('unlock').at(-1)).toEqual({ password: 'guess', deviceSecret: groups }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId(at.password)));
  await user.click(screen.getByTestId(at.back));
  await user.type(await screen.findByTestId(ids.unlock.password), 'guess');
  await user.click(screen.getByTestId(ids.unlock.button));
  expect((await screen.findByTestId<HTMLTextAreaElement>(at.groups)).value).toBe(groups);
});

it('tells a silent key store from a secret that is not there, and tries it again', async () => {
  let silent = true;
  const { user, asked, go } = open('#/credentials', { unlock: ({ deviceSecret }) => { if (silent && deviceSecret === null) throw refuse('deviceSecretUnreachable', 'No answer.'); return go({ state: 'unlocked', deviceSecretNotKept: 'The device secret will be asked for again. The disk is full.' }); } }, { state: locked });
  await user.type(await screen.findByTestId(ids.unlock.password), 'right');
  await user.click(screen.getByTestId(ids.unlock.button));
  await screen.findByText(/Unlock the key store and try again/);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.retry));
  await waitFor(() => expect(asked('unlock')).toHaveLength(2));
  await screen.findByTestId(at.retry);
  silent = false;
  await user.click(screen.getByTestId(at.retry));
  await screen.findByTestId(ids.credentials.create);
  expect(asked('unlock').at(-1)).toEqual({ password: 'right', deviceSecret: null });
  await screen.findByText(/will be asked for again/);
});
