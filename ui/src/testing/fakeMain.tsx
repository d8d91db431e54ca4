import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../base.css';
import { start } from '../app/start';
import type { SessionView, ThemeName } from '../api/bindings';
import { connections, credentials, hostileNames, session, variables } from './data';
import { refuse, startFake, type Handler, type Lists } from './fake';
import { manyCredentials, manyVariables } from './lists';

// The router would take the page's own search for the address's.
if (location.search) { sessionStorage.setItem('fake', location.search); history.replaceState(null, '', `${location.pathname}${location.hash}`); }
const asked = new URLSearchParams(sessionStorage.getItem('fake') ?? '');
const state = (asked.get('state') ?? 'unlocked') as SessionView['state'];
const empty = () => ({ rows: [], next: null, total: 0, totalIsExact: true });
const failing = () => { throw refuse('storeDamaged', 'The list could not be read.', { hint: 'Restore from a backup.' }); };
const never = () => new Promise(() => undefined);
const answers: Record<string, Handler> = { empty, error: failing, loading: never };
const answer = answers[asked.get('list') ?? ''];
const named = <R extends { name: string }>(rows: R[]) => rows.map((row, i) => ({ ...row, name: hostileNames[i] ?? row.name, displayName: hostileNames[i] ?? row.name }));
const lists: Record<string, () => Lists> = {
  many: () => ({ credentials: manyCredentials(100_000), variables: manyVariables(100_000), graph: 'many' }),
  wide: () => ({ graph: 'wide' }),
  hostile: () => ({ credentials: named(credentials), variables: named(variables), connections: named(connections) }),
};
startFake(
  { state, appearance: { ...session.appearance, theme: (asked.get('theme') ?? 'light') as ThemeName }, ...(asked.has('why') ? { lockedAt: new Date().toISOString(), lockedWhy: 'screenLocked' } : {}) },
  answer ? { credential_list: answer, variable_list: answer, connection_list: answer } : {},
  lists[asked.get('list') ?? '']?.(),
  Number(asked.get('pace') ?? 300),
);
start();
