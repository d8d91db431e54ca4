import { useAnnounce } from '@fluentui/react-components';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asUiError, commands, events, newId, unwrap, useRustEvent, type CheckProgress, type RefusalView, type Result, type SaveOutcome, type UiError, type VariableView } from '../api';
import { t } from '../strings';

export type CheckStep = CheckProgress['check'];
type NoAnswer = Extract<SaveOutcome, { outcome: 'noAnswer' }>;
type Seen = {
  running: boolean; startedAt: number; place: string; steps: Partial<Record<CheckStep, CheckProgress['state']>>;
  refusal: RefusalView | null; noAnswer: NoAnswer | null; stopped: 'asked' | 'changed' | null; error: UiError | null;
};
type Ask = { place: string; ask: (checkId: string) => Promise<Result<SaveOutcome, UiError>>; onSaved: (variable: VariableView) => void };
export type AccessCheck = Seen & { run: (what: Ask) => void; stop: () => void; changed: () => void; forget: () => void };

/** What a vault that gave no answer said or did not say, and what was tried. */
export const silenceWords = (vault: string, { address, seconds, tries, error }: NoAnswer): string =>
  error.code === 'vaultThrottled' ? `${error.message} ${error.hint}` : `${t('vault.offline', { vault, address, s: seconds, n: tries })} ${error.message}`;

const idle: Seen = { running: false, startedAt: 0, place: '', steps: {}, refusal: null, noAnswer: null, stopped: null, error: null };

/** One access check at a time, in the background: the form stays usable, and nothing is stored until the answer is good. */
export function useAccessCheck(): AccessCheck {
  const [seen, setSeen] = useState(idle);
  const id = useRef<string | null>(null);
  const { announce } = useAnnounce();
  useRustEvent(events.checkProgress, ({ checkId, check, state }) => { if (checkId === id.current) setSeen((old) => ({ ...old, steps: { ...old.steps, [check]: state } })); });
  const end = useCallback((how: 'asked' | 'changed') => {
    if (id.current === null) return;
    void commands.checkStop(id.current);
    id.current = null;
    setSeen((old) => ({ ...old, running: false, stopped: how }));
  }, []);
  useEffect(() => () => { if (id.current) void commands.checkStop(id.current); }, []);
  const run = useCallback(({ place, ask, onSaved }: Ask) => {
    const own = newId();
    id.current = own;
    setSeen({ ...idle, running: true, startedAt: Date.now(), place });
    announce(t('check.spoken'), { polite: true });
    const settle = (patch: Partial<Seen>, words?: string) => {
      id.current = null;
      setSeen((old) => ({ ...old, running: false, ...patch }));
      if (words) announce(words, { alert: true });
    };
    unwrap(ask(own)).then((answer) => {
      // A stopped check that was faster than the stop is stored: it is shown as what it is.
      if (answer.outcome === 'saved') { if (id.current === own) id.current = null; if (id.current === null) setSeen(idle); announce(t('check.good', { name: answer.variable.displayName }), { polite: true }); return onSaved(answer.variable); }
      if (id.current !== own) return;
      if (answer.outcome === 'refused') settle({ refusal: answer.refusal }, `${answer.refusal.sentence} ${answer.refusal.causeText}`);
      else if (answer.outcome === 'noAnswer') settle({ noAnswer: answer }, silenceWords(place, answer));
      else settle({ stopped: 'asked' });
    }, (reason: unknown) => {
      const error = asUiError(reason);
      if (id.current === own) settle(error.refusal ? { refusal: error.refusal } : { error });
    });
  }, [announce]);
  const forget = useCallback(() => setSeen((old) => (old.running ? old : idle)), []);
  const changed = useCallback(() => (id.current ? end('changed') : setSeen((old) => (old.stopped === 'changed' ? old : idle))), [end]);
  const stop = useCallback(() => end('asked'), [end]);
  return { ...seen, run, stop, changed, forget };
}
