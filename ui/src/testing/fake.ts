import { emit } from '@tauri-apps/api/event';
import { mockIPC } from '@tauri-apps/api/mocks';
import type { ConnectionListView, ConnectionQuery, ConnectionRequest, CredentialListView, CredentialQuery, SessionView, SettingsView, UiError, VariableListView } from '../api/bindings';
import * as data from './data';
import { dependencyHandlers, type GraphSize } from './dependencies';
import { deviceHandlers } from './devices';
import { connectionPage, credentialPage } from './lists';
import { teamHandlers } from './team';
import { variableHandlers } from './variables';
import { vaultHandlers } from './vaults';

export type Handler = (args: Record<string, unknown>) => unknown;

export const refuse = (code: UiError['code'], message: string, more: Partial<UiError> = {}): UiError => ({ code, message, hint: '', fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [], ...more });

export type Lists = { credentials?: CredentialListView[]; variables?: VariableListView[]; connections?: ConnectionListView[]; graph?: GraphSize };

/** A backend in memory for tests and for `npm run fake`; never part of the release. */
export function startFake(start: Partial<SessionView> = {}, overrides: Record<string, Handler> = {}, lists: Lists = {}, pace = 0) {
  let session: SessionView = { ...data.session, ...start };
  let settings: SettingsView = { ...data.settings, theme: session.appearance.theme };
  let rows = [...(lists.credentials ?? data.credentials)];
  let connections = [...(lists.connections ?? data.connections)];
  const drafts = new Map<string, string>();
  const calls: { command: string; args: Record<string, unknown> }[] = [];
  const go = (patch: Partial<SessionView>) => { session = { ...session, ...patch }; void emit('session-changed', session); return session; };
  const word = (length: number) => (length < 8 ? 'weak' : length < 12 ? 'fair' : length < 24 ? 'strong' : 'veryStrong');
  const one = <R extends { id: string }>(all: R[], id: unknown): R => { const row = all.find((each) => each.id === id); if (!row) throw refuse('notFound', 'That is gone.'); return row; };
  const find = (id: unknown) => one(rows, id);
  const handlers: Record<string, Handler> = {
    session_status: () => session, painted: () => null, space_free: () => 212_400_000_000, activity: () => null, settings_get: () => settings,
    settings_update: ({ settings: next }) => { settings = next as SettingsView; const { theme, textSizePercent, denseRows, reduceMotion } = settings; session = { ...session, appearance: { ...session.appearance, theme, textSizePercent, denseRows, reduceMotion } }; void emit('appearance-changed', session.appearance); return settings; },
    password_strength: ({ password }) => { const length = String(password).length; const bars = length < 8 ? 1 : length < 12 ? 2 : length < 24 ? 3 : 4; return { word: word(length), bars, advice: bars > 1 ? 'Four or more random words are easy to remember' : 'Longer is stronger.', acceptable: bars > 1 }; },
    workspace_prepare: () => ({ groups: data.recoveryGroups }), workspace_create: () => go({ state: 'unlocked' }), workspace_discard: () => null,
    unlock: ({ password }) => { if (password !== 'tidal-copper-lantern-47') throw refuse('wrongPassword', 'Wrong.', { retryAfterSeconds: 4 }); return go({ state: 'unlocked' }); },
    lock: () => { go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'asked' }); return null; },
    expiring: () => ({ count: 3, first: { credential: 'SAP payroll robot', variable: 'SAP payroll password', days: 9 } }),
    credential_list: ({ query }) => credentialPage(rows, query as CredentialQuery), deleted_list: () => ({ rows: [], next: null, total: 0, totalIsExact: true }),
    ...teamHandlers(), ...deviceHandlers(), ...dependencyHandlers(lists.graph, pace), ...vaultHandlers({ pace }), ...variableHandlers({ pace, ...(lists.variables ? { start: lists.variables.map(data.variableDetails) } : {}) }),
    connection_list: ({ query }) => connectionPage(connections, query as ConnectionQuery), connection_get: ({ id }) => data.connectionDetails(one(connections, id)),
    connection_edit: ({ id, request }) => { connections = connections.map((row) => (row.id === id ? { ...row, ...(request as object) } : row)); return data.connectionDetails(one(connections, id)); },
    connection_create: ({ request }) => { const asked = request as ConnectionRequest; const row = { id: `k${connections.length + 1}`, name: asked.name, kind: asked.kind, target: asked.target, credential: asked.credentialId ? { kind: 'credential' as const, id: asked.credentialId, name: find(asked.credentialId).name } : null, status: null, changed: new Date().toISOString() }; connections = [...connections, row]; return data.connectionDetails(row); },
    connection_delete: ({ ids }) => { connections = connections.filter((row) => !(ids as string[]).includes(row.id)); return null; },
    credential_get: ({ id }) => data.details(find(id)),
    credential_edit: ({ id, request }) => { const row = { ...find(id), ...Object.fromEntries(Object.entries(request as object).filter(([, value]) => value !== null)) }; rows = rows.map((one) => (one.id === id ? row : one)); return data.details(row); },
    credential_delete_preview: ({ ids }) => { const all = (ids as string[]).map(find); return { credentials: [], variables: [{ kind: 'variable', id: 'v1', name: 'SAP payroll user' }, { kind: 'variable', id: 'v2', name: 'SAP payroll password' }], connections: data.details(all[0] ?? find('')).usedBy, connectionsTotal: all[0]?.usedBy ?? 0 }; },
    credential_delete: ({ ids }) => { rows = rows.filter((row) => !(ids as string[]).includes(row.id)); return null; },
    credential_snippet: () => null, copy_text: () => null, draft_get: ({ form }) => drafts.get(String(form)) ?? null, draft_set: ({ form, json }) => { drafts.set(String(form), String(json)); return null; }, draft_clear: ({ form }) => { drafts.delete(String(form)); return null; },
    reveal: () => ({ value: 'vR7#quartz-Lemon-41x', seconds: 30 }),
    copy_value: ({ field }) => { void emit('clipboard-changed', { state: 'copied', what: field === 'userName' ? 'User name' : 'Password', clearsInSeconds: 30 }); return { clearsInSeconds: 30 }; },
    clipboard_clear: () => { void emit('clipboard-changed', { state: 'cleared', what: null, clearsInSeconds: null }); return null; },
    recovery_code_save: () => true, recovery_code_copy: () => ({ clearsInSeconds: 30 }), naming_rule_try: ({ expression, name }) => ({ met: new RegExp(String(expression)).test(String(name)), problem: null }),
    ...overrides,
  };
  mockIPC((command, payload) => {
    const args = (payload ?? {}) as Record<string, unknown>;
    calls.push({ command, args });
    const handler = handlers[command];
    if (!handler) throw refuse('internal', `The fake has no ${command}.`);
    return handler(args);
  }, { shouldMockEvents: true });
  return { calls, go, emit };
}
