import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../base.css';
import { start } from '../app/start';
import type { SessionView, ThemeName } from '../api/bindings.gen';
import { session } from './data';
import { refuse, startFake } from './fake';

const asked = new URLSearchParams(location.search);
const state = (asked.get('state') ?? 'unlocked') as SessionView['state'];
startFake(
  { state, appearance: { ...session.appearance, theme: (asked.get('theme') ?? 'light') as ThemeName }, ...(asked.has('why') ? { lockedAt: new Date().toISOString(), lockedWhy: 'screenLocked' } : {}) },
  asked.get('list') === 'empty' ? { credential_list: () => ({ rows: [], next: null, total: 0 }) } : asked.get('list') === 'error' ? { credential_list: () => { throw refuse('storeDamaged', 'The list could not be read.', { hint: 'Restore from a backup.' }); } } : {},
);
start();
