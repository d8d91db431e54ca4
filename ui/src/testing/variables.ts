import { emit } from '@tauri-apps/api/event';
import type { AzureEditRequest, AzureVariableRequest, RefusalView, SaveOutcome, UiError, VariableListView, VariableQuery, VariableView, VaultView } from '../api/bindings';
import { ready, variableDetails, variables as others } from './data';
import { variablePage } from './lists';
import { days, now, subscription, vaults, wait } from './vaults';

const pathOf = (request: AzureVariableRequest) => `/subscriptions/${request.subscription}/resourceGroups/${request.resourceGroup}/providers/Microsoft.KeyVault/vaults/${request.keyVault}/secrets/${request.secret}`;
const silent = (message: string): UiError => ({ code: 'vaultOffline', message, hint: '', fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [] });
export const refusal = (request: AzureVariableRequest): RefusalView => ({
  path: pathOf(request), sentence: `This variable didn't save properly. User is not authorized to read secrets from '${pathOf(request)}'.`, cause: 'role', field: 'secret', who: 'maya@contoso.com',
  causeText: 'You lack a role on this secret. maya@contoso.com has Key Vault Reader, which lists names but reads no values.', command: `az role assignment create --role "Key Vault Secrets User" --assignee maya@contoso.com --scope ${pathOf(request)}`, request: `Please give maya@contoso.com the role Key Vault Secrets User on ${pathOf(request)}.`,
});

const store = (vault: VaultView | undefined) => ({ kind: vault?.kind ?? 'thisDevice' as const, vaultId: vault?.kind === 'azureKeyVault' ? vault.id : null, vaultName: vault?.name ?? null, keyVault: vault?.keyVault ?? null });
const device = vaults.find((one) => one.kind === 'thisDevice');

function variable(id: string, displayName: string, kind: VariableView['kind'], more: Partial<VariableView>): VariableView {
  return { marks: { displayName: 'n1', value: 'v1' }, id, displayName, name: `contoso_${displayName.replace(/\W/g, '')}`, kind, text: null, store: null, azure: null, certificate: null, status: ready, refusal: null, shared: null, checked: now(), usedBy: [], usedByTotal: 0, created: days(-100), changed: days(-3), ...more };
}

const own: VariableView[] = [
  variable('x1', 'Invoice portal user', 'text', { text: 'svc-invoice@contoso.com', store: null }),
  variable('x2', 'SAP payroll password', 'secret', { store: store(vaults[0]), azure: { subscription, resourceGroup: 'rg-finance-prod', keyVault: 'kv-fin-prod', secret: 'sap-payroll-robot', version: null, path: '' }, usedByTotal: 2 }),
  variable('x3', 'Expense kiosk password', 'secret', { store: store(device) }),
  variable('x4', 'Bank gateway password', 'secret', { store: store(vaults[0]), status: { kind: 'noAccess', days: null, expires: null }, azure: { subscription, resourceGroup: 'rg-finance-prod', keyVault: 'kv-fin-prod', secret: 'bank-gateway', version: null, path: '' } }),
  variable('x5', 'Build signing', 'certificate', { store: store(device), certificate: { subject: 'CN=build.contoso.com', thumbprint: '3F9A11C0D4', notBefore: days(-300), notAfter: days(65) } }),
];
/** The variables of a small workspace. */
export const fakeVariables: VariableView[] = [...own, ...others.map(variableDetails).filter((one) => !own.some((mine) => mine.displayName === one.displayName))];
const row = (one: VariableView): VariableListView => ({ id: one.id, displayName: one.displayName, name: one.name, kind: one.kind, place: one.text ?? (one.azure ? `${one.azure.keyVault}/${one.azure.secret}` : 'This device'), store: one.store, usedBy: one.usedByTotal, status: one.status, shared: one.shared, changed: one.changed });

/** New variables and checks of the fake. `secret` names steer the check: "refused…", "offline…", "slow…". */
export function variableHandlers({ pace = 0, start = fakeVariables } = {}) {
  let variables = start;
  let made = 0;
  const next = () => { made += 1; return `y${made}`; };
  const stopped = new Set<unknown>();
  const find = (id: unknown): VariableView => { const one = variables.find((other) => other.id === id); if (!one) throw new Error('no such variable'); return one; };
  const keep = (one: VariableView) => { variables = [...variables.filter((old) => old.id !== one.id), one]; return one; };
  const check = async (request: AzureVariableRequest, checkId: unknown, unchecked: unknown, saved: () => VariableView): Promise<SaveOutcome> => {
    if (unchecked) return { outcome: 'saved', variable: keep({ ...saved(), status: { kind: 'notChecked', days: null, expires: null } }) };
    const tell = (step: string, state: string) => emit('check-progress', { checkId, check: step, state, elapsedMs: 0 });
    await tell('signIn', 'good');
    await wait(pace);
    await tell('vault', request.secret.startsWith('offline') ? 'bad' : 'good');
    if (request.secret.startsWith('offline')) return { outcome: 'noAnswer', address: `${request.keyVault}.vault.azure.net`, seconds: 10, tries: 3, error: silent(`${request.keyVault}.vault.azure.net (nothing answers there): The vault gave no answer.`) };
    await tell('secret', 'running');
    await wait(pace);
    while (request.secret.startsWith('slow') && !stopped.has(checkId)) await wait(20);
    if (stopped.has(checkId)) return { outcome: 'stopped' };
    await tell('secret', request.secret.startsWith('refused') ? 'bad' : 'good');
    return request.secret.startsWith('refused') ? { outcome: 'refused', refusal: refusal(request) } : { outcome: 'saved', variable: keep(saved()) };
  };
  const fromAzure = (id: string, request: AzureVariableRequest, old?: VariableView) => variable(id, request.displayName, request.certificate ? 'certificate' : 'secret', { ...old, displayName: request.displayName, name: request.name, store: store(vaults.find((one) => one.id === request.vaultId)), azure: { subscription: request.subscription, resourceGroup: request.resourceGroup, keyVault: request.keyVault, secret: request.secret, version: request.version, path: pathOf(request) } });
  return {
    variable_list: ({ query }: Record<string, unknown>) => variablePage(variables.map(row), query as VariableQuery),
    variable_delete: ({ ids }: Record<string, unknown>) => { variables = variables.filter((one) => !(ids as string[]).includes(one.id)); return null; },
    check_stop: ({ checkId }: Record<string, unknown>) => { stopped.add(checkId); return null; },
    variable_suggest_name: ({ displayName }: Record<string, unknown>) => `contoso_${String(displayName).split(/\W+/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}`,
    variable_get: ({ id }: Record<string, unknown>) => find(id),
    variable_check: async ({ id }: Record<string, unknown>) => { await wait(pace); return find(id); },
    variable_create_text: ({ request }: Record<string, unknown>) => { const { displayName, name, value } = request as { displayName: string; name: string; value: string }; return keep(variable(next(), displayName, 'text', { name, text: value, store: null })); },
    variable_create_device: ({ request }: Record<string, unknown>) => { const { displayName, name } = request as { displayName: string; name: string }; return keep(variable(next(), displayName, 'secret', { name, store: store(device) })); },
    variable_create_certificate: ({ request }: Record<string, unknown>) => { const { displayName, name } = request as { displayName: string; name: string }; return keep(variable(next(), displayName, 'certificate', { name, store: store(device) })); },
    variable_create_azure: ({ request, checkId, unchecked }: Record<string, unknown>) => check(request as AzureVariableRequest, checkId, unchecked, () => fromAzure(next(), request as AzureVariableRequest)),
    variable_set_azure: ({ id, request, checkId, unchecked }: Record<string, unknown>) => {
      const [old, { displayName, place }] = [find(id), request as AzureEditRequest];
      const about = { name: old.name, displayName: displayName ?? old.displayName, certificate: old.kind === 'certificate' };
      if (!place) return { outcome: 'saved', variable: keep({ ...old, displayName: about.displayName }) } as SaveOutcome;
      return check({ ...about, ...place }, checkId, unchecked, () => fromAzure(String(id), { ...about, ...place }, old));
    },
    variable_set_text: ({ id, displayName, value }: Record<string, unknown>) => keep({ ...find(id), ...(displayName !== null && { displayName: String(displayName) }), ...(value !== null && { text: String(value) }) }),
    variable_set_device: ({ id, displayName }: Record<string, unknown>) => keep({ ...find(id), ...(displayName !== null && { displayName: String(displayName) }) }),
  };
}
