import type { CredentialListView, CredentialView, LocationName, SessionView, SettingsView, StatusView, StoreView } from '../api/bindings.gen';

const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const azure = (keyVault: string): StoreView => ({ kind: 'azureKeyVault', vaultId: 'v1', vaultName: keyVault, keyVault });
const device: StoreView = { kind: 'thisDevice', vaultId: null, vaultName: null, keyVault: null };
const ready: StatusView = { kind: 'ready', days: null, expires: null };
const expiring = (days: number): StatusView => ({ kind: 'expiring', days, expires: new Date(Date.now() + days * 24 * hour).toISOString() });
const c: LocationName = 'connection';
const d: LocationName = 'desktopFlow';
const n: LocationName = 'network';

type Short = [name: string, store: StoreView, locations: LocationName[], uses: number, status: StatusView, hours: number, certificate?: true];
const short: Short[] = [
  ['SAP payroll robot', azure('kv-fin-prod'), [c, d], 15, expiring(9), 2], ['SAP month-end close', azure('kv-fin-prod'), [c, d], 1, expiring(9), 2], ['Bank gateway upload', azure('kv-treasury'), [c], 4, { kind: 'noAccess', days: null, expires: null }, 26],
  ['Build agent signing', device, [c], 3, expiring(26), 70, true], ['CRM service sign-in', azure('kv-crm'), [c], 6, ready, 90], ['Data warehouse reader', azure('kv-fin-ml'), [d], 23, ready, 160], ['Expense scanner kiosk', device, [d], 2, ready, 160],
  ['Hosted machines join', azure('kv-fin-prod'), [n], 2, ready, 240], ['HR export SFTP', azure('kv-hr'), [c, d], 5, { kind: 'notChecked', days: null, expires: null }, 240], ['Invoice portal robot', azure('kv-fin-prod'), [c, d], 3, ready, 340], ['Ledger archive reader', device, [d], 0, ready, 460],
  ['Model training storage', azure('kv-fin-ml'), [d], 11, ready, 530], ['Print server admin', device, [c], 2, ready, 580], ['Procurement robot', azure('kv-fin-prod'), [c, d], 7, ready, 680], ['Tax filing gateway', azure('kv-tax'), [c], 1, { kind: 'offline', days: null, expires: null }, 770], ['Ticketing bot', device, [d], 8, ready, 960], ['Warehouse kiosk', device, [c, d], 9, ready, 1180],
];
export const credentials: CredentialListView[] = short.map(([name, store, locations, usedBy, status, hours, certificate], i) => ({
  id: `c${i + 1}`, name, description: i === 0 ? 'Nightly payroll run in SAP GUI.' : '', store, locations, authentication: certificate ? 'certificate' : 'userNameAndPassword', usedBy, status, changed: ago(hours),
}));

export const details = (row: CredentialListView): CredentialView => ({
  ...row, certificate: row.authentication === 'certificate' ? { subject: 'CN=build.contoso.com', thumbprint: '3F:9A:11:C0', notBefore: ago(1000), notAfter: row.status.expires ?? ago(-700) } : null,
  userName: row.authentication === 'certificate' ? null : { variableId: 'v1', displayName: 'SAP payroll user', name: 'contoso_SapPayrollUser', text: 'CONTOSO\\svc-sap-payroll', canReveal: true, canCopy: true },
  secret: { variableId: 'v2', displayName: 'SAP payroll password', name: 'contoso_SapPayrollPassword', text: null, canReveal: true, canCopy: true },
  usedBy: row.usedBy > 0 ? [{ kind: 'connection', id: 'k1', name: 'Payroll machines' }, { kind: 'connection', id: 'k2', name: 'Finance SFTP' }] : [], usedByTotal: row.usedBy, refusal: null, checked: ago(0.04), created: ago(4000),
});

export const session: SessionView = {
  state: 'unlocked', workspace: { name: 'Contoso Finance', path: '/home/maya/Contoso Finance.credenza', lastOpened: ago(20) }, others: [], lockedWhy: null, lockedAt: null, waitSeconds: null, keyStore: 'ready', person: 'Maya Lindqvist',
  appearance: { theme: 'light', systemDark: false, textSizePercent: 100, denseRows: false, reduceMotion: false }, inSyncedFolder: false, kdf: { memoryMib: 128, passes: 3, lanes: 4 },
};
export const settings: SettingsView = {
  lockAfterMinutes: 5, lockOnScreenLock: true, lockOnSuspend: true, clearClipboardSeconds: 30, revealSeconds: 30, theme: 'light', textSizePercent: 100, denseRows: false, reduceMotion: false, namingRule: null, variablePrefix: 'contoso', pins: ['credentials', 'variables', 'connections', 'vaults'], bannerHiddenUntil: null,
};
export const recoveryGroups = ['K7QM', '4VTD', 'XR2P', '9HNC', 'WB6J', '3FYE', 'TA8G', 'M5SZ'];
