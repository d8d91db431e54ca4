import { useAnnounce } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { commands, unwrap, type ValueField } from '../../api';
import { t } from '../../strings';

type Shown = { field: ValueField; value: string; left: number };

/** One revealed value, in this component's state only: gone after its seconds, on hide, when the window is minimised, and with the drawer. */
export function useReveal(id: string, label: (field: ValueField) => string, onError: (error: unknown) => void) {
  const { announce } = useAnnounce();
  const [shown, setShown] = useState<Shown | null>(null);
  const field = shown?.field ?? null;
  const hide = useCallback(() => {
    setShown(null);
    if (field) announce(t('value.hiddenNow', { field: label(field) }), { polite: true });
  }, [field, announce, label]);
  const reveal = useCallback(async (wanted: ValueField) => {
    try {
      const { value, seconds } = await unwrap(commands.reveal(id, wanted));
      if (document.visibilityState === 'hidden') return;
      const left = Math.min(30, seconds);
      setShown({ field: wanted, value, left });
      announce(t('value.shown', { field: label(wanted), n: left }), { polite: true });
    } catch (error) { onError(error); }
  }, [id, announce, label, onError]);
  useEffect(() => {
    if (!field) return;
    const timer = setInterval(() => setShown((now) => (now && now.left > 1 ? { ...now, left: now.left - 1 } : null)), 1000);
    const gone = () => { if (document.visibilityState === 'hidden') setShown(null); };
    document.addEventListener('visibilitychange', gone);
    return () => { clearInterval(timer); document.removeEventListener('visibilitychange', gone); };
  }, [field]);
  return { shown, reveal, hide };
}
