import type { VaultRequest, VaultSecretView, VaultView } from '../api/bindings';

export const now = () => new Date().toISOString();
export const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
export const subscription = '8f2c1d7a-4b0e-4c52-9a6f-2f6d0a1be913';
const azure = (id: string, name: string, more: Partial<VaultView>): VaultView => ({
  id, kind: 'azureKeyVault', name, address: `https://${name}.vault.azure.net`, keyVault: name, signIn: 'cli', signedInAs: 'maya@contoso.com', tenant: 'contoso.com', clientId: null, authorityHost: null, armUrl: null, tokenFile: null, hasCa: false,
  subscription, resourceGroup: 'rg-finance-prod', values: 12, usedBy: 9, refused: 0, health: { reachable: true, signedInAs: 'maya@contoso.com', answerMs: 84, problem: null, checked: now() }, ...more,
});
export const vaults: VaultView[] = [
  azure('v1', 'kv-fin-prod', { refused: 1 }),
  azure('v2', 'kv-fin-build', { signIn: 'clientCertificate', signedInAs: 'app-fin-build', clientId: '51c0a3de-0000-4000-8000-000000000001', resourceGroup: 'rg-build', values: 3, health: { reachable: true, signedInAs: 'app-fin-build', answerMs: 91, problem: null, checked: now() } }),
  azure('v3', 'kv-tax', { values: 1, health: { reachable: false, signedInAs: null, answerMs: null, problem: "kv-tax can't be reached. No answer from kv-tax.vault.azure.net within 10 s, after 3 tries.", checked: now() } }),
  azure('v4', 'kv-fin-ml', { signIn: 'clientSecret', values: 0, health: null }),
  { ...azure('device', 'This device', {}), kind: 'thisDevice', address: '', keyVault: null, signIn: null, signedInAs: null, tenant: null, subscription: null, resourceGroup: null, values: 11, health: null },
];

export const secrets: VaultSecretView[] = Array.from({ length: 310 }, (_, i) => ({
  name: i === 0 ? 'invoice-portal-robot' : i === 1 ? 'sap-payroll-robot' : i === 2 ? 'build-signing' : `service-${String(i).padStart(3, '0')}`,
  enabled: i % 17 !== 16, expires: i % 5 === 4 ? days(i - 20) : null, changed: days(-i), contentType: i === 2 ? 'application/x-pkcs12' : null, certificate: i === 2, usedBy: i < 2 ? 3 : 0,
}));

export const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Vaults of the fake. */
export function vaultHandlers({ pace = 0 } = {}) {
  let all = [...vaults];
  const connected = (id: string, request: VaultRequest) => azure(id, request.name || (new URL(request.url).hostname.split('.')[0] ?? ''), { address: request.url, signIn: request.signIn, tenant: request.tenant, clientId: request.clientId, authorityHost: request.authorityHost, armUrl: request.armUrl, values: 0, usedBy: 0 });
  return {
    vault_list: () => all,
    vault_secrets: async ({ cursor }: Record<string, unknown>) => { await wait(pace / 10); const from = Number(cursor ?? 0); return { rows: secrets.slice(from, from + 25), next: from + 25 < secrets.length ? String(from + 25) : null }; },
    vault_test: async () => { await wait(pace); return { who: 'maya@contoso.com', tenant: 'contoso.com', how: 'Azure CLI', answerMs: 84, subscription, resourceGroup: 'rg-finance-prod' }; },
    vault_connect: ({ request }: Record<string, unknown>) => { const made = connected(`n${all.length}`, request as VaultRequest); all = [...all, made]; return made; },
    vault_edit: ({ id, request }: Record<string, unknown>) => { const made = connected(String(id), request as VaultRequest); all = all.map((one) => (one.id === id ? made : one)); return made; },
    vault_disconnect: ({ id }: Record<string, unknown>) => { all = all.filter((one) => one.id !== id); return null; },
    vault_check: async ({ id }: Record<string, unknown>) => { await wait(pace); all = all.map((one) => (one.id === id ? { ...one, health: one.health ?? { reachable: true, signedInAs: one.signedInAs, answerMs: 77, problem: null, checked: now() } } : one)); return all.find((one) => one.id === id)?.health; },
    file_pick: ({ purpose }: Record<string, unknown>) => ({ handle: `file-${String(purpose)}`, fileName: `${String(purpose)}.pem`, path: `/home/maya/${String(purpose)}.pem` }),
    certificate_pick: () => ({ handle: 'picked', fileName: 'build.pfx', certificate: { subject: 'CN=build.contoso.com', thumbprint: '3F9A11C0D4', notBefore: days(-300), notAfter: days(65) } }),
    reveal_generated: () => ({ value: 'Xq7-made-by-rust-0042', seconds: 30 }),
    generate: ({ request }: Record<string, unknown>) => ({ handle: 'made', strength: { word: 'veryStrong', bars: 4, advice: null, acceptable: true }, length: (request as { length: number }).length }),
    credential_validate_step: () => [],
    credential_create: () => ({ id: 'c1' }),
  };
}
