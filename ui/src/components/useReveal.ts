import { useAnnounce } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { RevealedView } from '../api';
import { t } from '../strings';

type Shown<F> = { field: F; value: string; left: number };

/** One revealed value, asked of Rust on a click, in this component's state only: gone after its seconds, on hide, when the window is minimised, and with the drawer. */
export function useReveal<F extends string>(ask: (field: F) => Promise<RevealedView>, label: (field: F) => string, onError: (error: unknown) => void) {
  const { announce } = useAnnounce();
  const [shown, setShown] = useState<Shown<F> | null>(null);
  const field = shown?.field ?? null;
  const hide = useCallback(() => {
    setShown(null);
    if (field) announce(t('value.hiddenNow', { field: label(field) }), { polite: true });
  }, [field, announce, label]);
  const reveal = useCallback(async (wanted: F) => {
    try {
      const { value, seconds } = await ask(wanted);
      if (document.visibilityState === 'hidden') return;
      const left = Math.min(30, seconds);
      setShown({ field: wanted, value, left });
      announce(t('value.shown', { field: label(wanted), n: left }), { polite: true });
    } catch (error) { onError(error); }
  }, [ask, announce, label, onError]);
  useEffect(() => {
    if (!field) return;
    const timer = setInterval(() => setShown((now) => (now && now.left > 1 ? { ...now, left: now.left - 1 } : null)), 1000);
    const gone = () => { if (document.visibilityState === 'hidden') setShown(null); };
    document.addEventListener('visibilitychange', gone);
    return () => { clearInterval(timer); document.removeEventListener('visibilitychange', gone); };
  }, [field]);
  return { shown, reveal, hide };
}
