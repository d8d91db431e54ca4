import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { OwnDevices } from '../../api/bindings.devices';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { deviceHandlers } from '../../testing/devices';
import { findings, open } from '../../testing/open';

const at = partIds.devices;

it('lists the devices, marks this one, and offers to lose the others alone', async () => {
  open('#/settings?section=devices');
  const here = await screen.findByTestId(at.row('9f3a11c2'));
  expect(here.textContent).toContain('This device');
  expect(screen.queryByTestId(at.lose('9f3a11c2'))).toBeNull();
  expect(screen.getByTestId(at.row('07be52d4')).textContent).toContain('Finance Automation');
  expect(await findings()).toEqual([]);
});

it('adds a device by a file and a code, and copies the code through Rust', async () => {
  const { user, asked } = open('#/settings?section=devices');
  await user.click(await screen.findByTestId(at.add));
  const dialog = await screen.findByTestId(at.pairDialog);
  expect(dialog.textContent).toContain('/media/stick/credenza.pairing');
  expect(within(dialog).getByTestId(at.code).querySelectorAll('li')).toHaveLength(8);
  expect(within(dialog).getByLabelText('Pairing code as a QR code').querySelector('path')?.getAttribute('d')).toContain('h1v1h-1z');
  await user.click(within(dialog).getByTestId(at.copy));
  expect(asked('pairing_copy')).toEqual([{ id: 'p1' }]);
  expect(await findings()).toEqual([]);
});

it('shows nothing when no file was chosen', async () => {
  const { user, asked } = open('#/settings?section=devices', { device_pair: () => null });
  await user.click(await screen.findByTestId(at.add));
  await waitFor(() => expect(asked('device_pair')).toHaveLength(1));
  expect(screen.queryByTestId(at.pairDialog)).toBeNull();
});

it('says what the loss of a device means before it is said to be lost', async () => {
  const { user, asked } = open('#/settings?section=devices');
  await user.click(await screen.findByTestId(at.lose('07be52d4')));
  const sheet = await screen.findByTestId(at.loseSheet);
  await within(sheet).findByText(/makes new keys for 9 records/);
  expect(sheet.textContent).not.toContain('Your other devices');
  for (const part of ['2 records wait for Co-owners', 'SAP payroll password', 'rotation to-do', 'have an owner remove you']) expect(sheet.textContent?.toLowerCase()).toContain(part.toLowerCase());
  expect(asked('device_lose')).toEqual([]);
  expect(await findings()).toEqual([]);
  await user.click(within(sheet).getByTestId(at.loseGo));
  await waitFor(() => expect(asked('device_lose')).toEqual([{ id: '07be52d4' }]));
  await waitFor(() => expect(screen.getByTestId(at.row('07be52d4')).textContent).toContain('Lost'));
  expect(screen.queryByTestId(at.lose('07be52d4'))).toBeNull();
});

it('names the teams that do not know of a loss yet, and promises nothing of them', async () => {
  const handlers = deviceHandlers();
  let queued = false;
  const listed = () => {
    const own = handlers['device_list']?.({}) as OwnDevices;
    return { ...own, devices: own.devices.map((one) => (queued && !one.this ? { ...one, untold: ['Treasury'] } : one)) };
  };
  const { user } = open('#/settings?section=devices', { device_list: listed, device_lose: () => { queued = true; return { queued: ['Treasury'] }; } });
  await user.click(await screen.findByTestId(at.lose('07be52d4')));
  const sheet = await screen.findByTestId(at.loseSheet);
  await within(sheet).findByText(/makes new keys/);
  await user.click(within(sheet).getByTestId(at.loseGo));
  await screen.findByText(/Not reached yet: Treasury/);
  expect(screen.queryByText(/What is written from now on/)).toBeNull();
  await waitFor(() => expect(screen.getByTestId(at.row('07be52d4')).textContent).toContain('Lost, not told to Treasury yet'));
  expect(screen.queryByTestId(at.lose('07be52d4'))).toBeNull();
});

it('takes new keys from the file of another device', async () => {
  const handlers = deviceHandlers();
  let needs = true;
  const { user, asked } = open('#/settings?section=devices', { device_list: () => ({ ...(handlers['device_list']?.({}) as object), needsKeys: needs }), device_renew: () => { needs = false; return handlers['device_list']?.({}); } });
  await user.type(await screen.findByTestId(at.renewCode), 'ABCD');
  await user.click(screen.getByTestId(at.renew));
  await waitFor(() => expect(asked('device_renew')).toEqual([{ code: 'ABCD' }]));
  await waitFor(() => expect(screen.queryByTestId(at.renewCode)).toBeNull());
});

it('brings a person along on the first run, and names a wrong code', async () => {
  const { user, asked } = open('', {}, { state: { state: 'none', workspace: null } });
  await user.click(await screen.findByTestId(at.arrive));
  await user.click(await screen.findByTestId(at.arriveNext));
  expect(asked('workspace_prepare_paired')).toEqual([]);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(at.arriveFile));
  await screen.findByText('credenza.pairing');
  await user.type(screen.getByTestId(at.arriveName), 'Contoso');
  await user.type(screen.getByTestId(at.password), 'tidal-copper-lantern');
  await user.type(screen.getByTestId(at.repeat), 'tidal-copper-lantern');
  await user.type(screen.getByTestId(at.arriveCode), '0000-0000-0000-0000-0000-0000-0000-0000');
  await user.click(screen.getByTestId(at.arriveNext));
  await screen.findByText(/didn't open the pairing file/);
  await user.clear(screen.getByTestId(at.arriveCode));
  await user.type(screen.getByTestId(at.arriveCode), '7K2M-4RTX-9DPQ-HV3W-0ZCN-8FJB-5GYS-1EAT');
  await user.click(screen.getByTestId(at.arriveNext));
  await screen.findByTestId(ids.recovery.code);
  expect(asked('workspace_prepare_paired').at(-1)).toEqual({ request: { name: 'Contoso', password: 'tidal-copper-lantern', code: '7K2M-4RTX-9DPQ-HV3W-0ZCN-8FJB-5GYS-1EAT' } });
});
