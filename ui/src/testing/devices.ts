import type { OwnDevices } from '../api/bindings.devices';
import { ago, recoveryGroups } from './data';
import { refuse, type Handler } from './fake';

/** The devices of one person in memory. */
export function deviceHandlers(): Record<string, Handler> {
  let own: OwnDevices = {
    devices: [{ id: '9f3a11c2', this: true, added: ago(6000), last: ago(1), teams: ['Finance Automation'], lost: null, untold: [] }, { id: '07be52d4', this: false, added: ago(800), last: ago(30), teams: ['Finance Automation'], lost: null, untold: [] }],
    needsKeys: false,
  };
  return {
    device_list: () => own,
    device_pair: () => ({ id: 'p1', groups: recoveryGroups, qr: Array.from({ length: 25 }, (_, y) => Array.from({ length: 25 }, (__, x) => ((x * 5 + y * 3 + x * y) % 3 === 0 ? '1' : '0')).join('')), path: '/media/stick/credenza.pairing', expires: new Date(Date.now() + 86_400_000).toISOString() }),
    pairing_copy: () => ({ clearsInSeconds: 30 }),
    device_loss_plan: () => ({ teams: ['Finance Automation'], rekeyed: 9, waiting: 2, owners: ['Finance Automation'], could: ['SAP payroll password', 'Bank gateway password'] }),
    device_lose: ({ id }) => { own = { ...own, devices: own.devices.map((one) => (one.id === id ? { ...one, lost: ago(0) } : one)) }; return { queued: [] }; },
    device_renew: () => { own = { ...own, needsKeys: false }; return own; },
    device_secret_get: () => ({ keptIn: 'keyStore', problem: null }), device_secret_on: () => ({ groups: recoveryGroups }), workspace_require_device_secret: () => ({ groups: recoveryGroups }),
    pairing_pick: () => 'credenza.pairing',
    workspace_prepare_paired: ({ request }) => { if ((request as { code: string }).code.startsWith('0000')) throw refuse('wrongPairingCode', "That code didn't open the pairing file."); return { groups: recoveryGroups }; },
  };
}
