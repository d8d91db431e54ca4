import type { ConnectionListView, ConnectionView, CredentialListView, CredentialView, LocationName, SessionView, SettingsView, StatusView, StoreView, VariableListView, VariableView } from '../api/bindings';

const hour = 3_600_000;
const now = Date.now();
export const ago = (hours: number) => new Date(now - hours * hour).toISOString();
const azure = (keyVault: string): StoreView => ({ kind: 'azureKeyVault', vaultId: 'v1', vaultName: keyVault, keyVault });
export const device: StoreView = { kind: 'thisDevice', vaultId: null, vaultName: null, keyVault: null };
export const ready: StatusView = { kind: 'ready', days: null, expires: null };
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
  shared: i < 2 ? { teamId: 't1', team: 'Finance Automation', role: 'coOwner', received: false, conflict: i === 1 } : i === 5 ? { teamId: 't1', team: 'Finance Automation', role: 'view', received: true, conflict: false } : null,
}));

export const details = (row: CredentialListView): CredentialView => ({
  ...row, certificate: row.authentication === 'certificate' ? { subject: 'CN=build.contoso.com', thumbprint: '3F:9A:11:C0', notBefore: ago(1000), notAfter: row.status.expires ?? ago(-700) } : null,
  userName: row.authentication === 'certificate' ? null : { variableId: 'v1', displayName: 'SAP payroll user', name: 'contoso_SapPayrollUser', text: 'CONTOSO\\svc-sap-payroll', canReveal: true, canCopy: true },
  secret: { variableId: 'v2', displayName: 'SAP payroll password', name: 'contoso_SapPayrollPassword', text: null, canReveal: true, canCopy: true },
  usedBy: row.usedBy > 0 ? [{ kind: 'connection', id: 'k1', name: 'Payroll machines' }, { kind: 'connection', id: 'k2', name: 'Finance SFTP' }] : [], usedByTotal: row.usedBy, refusal: null, checked: ago(0.04), created: ago(4000), marks: { name: 'n1', description: 'd1', locations: 'l1' },
});

export const session: SessionView = {
  state: 'unlocked', workspace: { name: 'Contoso Finance', path: '/home/maya/Contoso Finance.credenza', lastOpened: ago(20) }, others: [], lockedWhy: null, lockedAt: null, waitSeconds: null, keyStore: 'ready', person: 'Maya Lindqvist',
  appearance: { theme: 'light', systemDark: false, textSizePercent: 100, denseRows: false, reduceMotion: false }, syncedBy: null, deviceSecretNotKept: null, needsDeviceSecret: false,
};
export const settings: SettingsView = {
  lockAfterMinutes: 5, lockOnScreenLock: true, lockOnSuspend: true, clearClipboardSeconds: 30, revealSeconds: 30, theme: 'light', textSizePercent: 100, denseRows: false, reduceMotion: false, namingRule: null, variablePrefix: 'contoso', pins: ['credentials', 'variables', 'connections', 'vaults', 'where-used', 'people'], bannerHiddenUntil: null, tables: {},
};
export const recoveryGroups = ['K7QM', '4VTD', 'XR2P', '9HNC', 'WB6J', '3FYE', 'TA8G', 'M5SZ'];

type ShortVariable = [displayName: string, name: string, place: string, uses: number, status: StatusView, hours: number];
const shortVariables: ShortVariable[] = [
  ['Bank gateway user', 'contoso_BankGatewayUser', '', 4, ready, 26], ['Build signing certificate', 'contoso_BuildSigningCert', 'kv-fin-build/build-signing', 3, expiring(26), 70], ['CRM service user', 'contoso_CrmServiceUser', 'crm-robot@contoso.com', 6, ready, 90],
  ['Data warehouse password', 'contoso_DwhPassword', 'kv-fin-ml/dwh', 23, ready, 160], ['Data warehouse user', 'contoso_DwhUser', 'dwh_reader', 23, ready, 160], ['Expense kiosk password', 'contoso_ExpenseKioskPassword', 'This device', 2, ready, 160], ['Legacy FTP password', 'contoso_LegacyFtpPassword', 'This device', 0, ready, 460],
  ['SAP payroll password', 'contoso_SapPayrollPassword', 'kv-fin-prod/sap-payroll-robot', 19, expiring(9), 2], ['SAP payroll user', 'contoso_SapPayrollUser', 'CONTOSO\\svc-sap-payroll', 18, ready, 900], ['Tax gateway password', 'contoso_TaxGatewayPassword', 'kv-tax/tax-gateway', 1, { kind: 'offline', days: null, expires: null }, 770],
];
const isText = (name: string) => name.endsWith(' user');
const storeOf = (name: string, place: string): StoreView | null => (isText(name) ? null : place === 'This device' ? device : azure(place.split('/')[0] ?? ''));
export const variables: VariableListView[] = shortVariables.map(([displayName, name, place, usedBy, status, hours], i) => ({
  id: `v${i + 1}`, displayName, name, kind: isText(displayName) ? 'text' : displayName.endsWith('certificate') ? 'certificate' : 'secret', place, store: storeOf(displayName, place), usedBy, status, changed: ago(hours),
  shared: null,
}));

export const variableDetails = (row: VariableListView): VariableView => ({
  ...row, text: row.kind === 'text' ? row.place : null, azure: row.store?.keyVault ? { subscription: '8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913', resourceGroup: 'rg-finance-prod', keyVault: row.store.keyVault, secret: row.place.split('/')[1] ?? '', version: null, path: '' } : null,
  certificate: row.kind === 'certificate' ? { subject: `CN=${row.name}`, thumbprint: '3F9A11C0D4', notBefore: ago(4000), notAfter: ago(-700) } : null, refusal: null, checked: null, usedBy: row.usedBy > 0 ? [{ kind: 'credential', id: 'c1', name: 'SAP payroll robot' }] : [], usedByTotal: row.usedBy, created: ago(4000), marks: { displayName: 'n1', value: 'v1' },
});

type ShortConnection = [name: string, kind: ConnectionListView['kind'], target: string, credential: number | null];
const shortConnections: ShortConnection[] = [
  ['Bank gateway', 'http', 'https://api.bank.example', 2], ['Close machine', 'machine', 'FIN-CLOSE-01', 1], ['Data warehouse', 'postgres', 'dwh.contoso.com:5432', 5], ['Finance SFTP', 'ssh', 'fin-sftp-01', 0], ['Payroll machines', 'machine', 'FIN-RPA-01', 0], ['Print server', 'machine', 'FIN-PRN-02', null], ['Tax authority', 'http', 'https://tax.example', 14],
];
export const connections: ConnectionListView[] = shortConnections.map(([name, kind, target, at], i) => {
  const credential = at === null ? undefined : credentials[at];
  return { id: `k${i + 1}`, name, kind, target, credential: credential ? { kind: 'credential', id: credential.id, name: credential.name } : null, status: credential?.status ?? null, changed: ago(i * 30) };
});
export const connectionDetails = (row: ConnectionListView): ConnectionView => ({ ...row, created: ago(4000) });

const [rlo, lro, pdf, pdi, fsi, lrm] = ['\u202e', '\u202d', '\u202c', '\u2069', '\u2068', '\u200e'];
/** Names that another person could choose to mislead or to break a page. */
export const hostile = {
  reversed: `invoice${rlo}gnp.exe`, unclosed: `${fsi}${lro}safe name`, closes: `a${pdi}${pdf}${rlo}drowssap`, marks: `${lrm}Payroll${lrm}`, hebrew: 'סיסמת שכר 2026 (SAP)', arabic: 'كلمة مرور الرواتب', long: 'Very long name without an end '.repeat(40).trim(),
  unbroken: 'x'.repeat(2000), html: '<img src=x onerror=alert(1)><b>bold</b>', template: '{name} {n} ${1+1}', zalgo: `Z${'\u0337\u0330\u0353'.repeat(30)}algo`, lines: 'first\nsecond\tthird', emoji: '👩‍👩‍👧‍👦 family 🏳️‍🌈', empty: ' ', dotted: 'İSTANBUL gateway',
};
export const hostileNames = Object.values(hostile);
