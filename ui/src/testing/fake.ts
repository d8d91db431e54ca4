import { emit } from '@tauri-apps/api/event';
import { mockIPC } from '@tauri-apps/api/mocks';
import type { CredentialQuery, SessionView, SettingsView, UiError } from '../api/bindings.gen';
import * as data from './data';

export type Handler = (args: Record<string, unknown>) => unknown;

export const refuse = (code: UiError['code'], message: string, more: Partial<UiError> = {}): UiError => ({ code, message, hint: '', fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [], ...more });

/** A backend in memory for tests and for `npm run fake`; never part of the release. */
export function startFake(start: Partial<SessionView> = {}, overrides: Record<string, Handler> = {}) {
  let session: SessionView = { ...data.session, ...start };
  let settings: SettingsView = { ...data.settings, theme: session.appearance.theme };
  let rows = [...data.credentials];
  const calls: { command: string; args: Record<string, unknown> }[] = [];
  const go = (patch: Partial<SessionView>) => { session = { ...session, ...patch }; void emit('session-changed', session); return session; };
  const word = (length: number) => (length < 8 ? 'weak' : length < 12 ? 'fair' : length < 24 ? 'strong' : 'veryStrong');
  const find = (id: unknown) => { const row = rows.find((one) => one.id === id); if (!row) throw refuse('notFound', 'That credential is gone.'); return row; };
  const handlers: Record<string, Handler> = {
    session_status: () => session, painted: () => null, activity: () => null, settings_get: () => settings,
    settings_update: ({ settings: next }) => { settings = next as SettingsView; session = { ...session, appearance: { ...session.appearance, theme: settings.theme } }; void emit('appearance-changed', session.appearance); return settings; },
    password_strength: ({ password }) => { const length = String(password).length; const bars = length < 8 ? 1 : length < 12 ? 2 : length < 24 ? 3 : 4; return { word: word(length), bars, advice: bars > 1 ? 'Four or more random words are easy to remember' : 'Longer is stronger.', acceptable: bars > 1 }; },
    workspace_prepare: () => ({ groups: data.recoveryGroups }), workspace_create: () => go({ state: 'unlocked' }), workspace_discard: () => null,
    unlock: ({ password }) => { if (password !== 'tidal-copper-lantern-47') throw refuse('wrongPassword', 'Wrong.', { retryAfterSeconds: 4 }); return go({ state: 'unlocked' }); },
    lock: () => { go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'asked' }); return null; },
    expiring: () => ({ count: 3, first: { credential: 'SAP payroll robot', variable: 'SAP payroll password', days: 9 } }),
    credential_list: ({ query }) => {
      const { search, filter, sort, direction } = query as CredentialQuery;
      const found = rows.filter((row) => row.name.toLowerCase().includes(search.toLowerCase()) && (filter === 'all' || (filter === 'unused' ? row.usedBy === 0 : row.status.kind === 'expiring')));
      const key = (row: (typeof rows)[number]) => (sort === 'name' ? row.name : row.changed);
      found.sort((a, b) => key(a).localeCompare(key(b)) * (direction === 'ascending' ? 1 : -1));
      return { rows: found, next: null, total: found.length };
    },
    variable_list: () => ({ rows: [], next: null, total: 0 }), connection_list: () => ({ rows: [], next: null, total: 0 }), vault_list: () => [], deleted_list: () => ({ rows: [], next: null, total: 0 }),
    credential_get: ({ id }) => data.details(find(id)),
    credential_edit: ({ id, request }) => { const row = { ...find(id), ...(request as object) }; rows = rows.map((one) => (one.id === id ? row : one)); return data.details(row); },
    credential_delete_preview: ({ ids }) => { const all = (ids as string[]).map(find); return { credentials: [], variables: [{ kind: 'variable', id: 'v1', name: 'SAP payroll user' }, { kind: 'variable', id: 'v2', name: 'SAP payroll password' }], connections: data.details(all[0] ?? find('')).usedBy, connectionsTotal: all[0]?.usedBy ?? 0 }; },
    credential_delete: ({ ids }) => { rows = rows.filter((row) => !(ids as string[]).includes(row.id)); return null; },
    credential_snippet: () => null, copy_text: () => null, draft_get: () => null, draft_set: () => null, draft_clear: () => null,
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
  return { calls, go };
}
