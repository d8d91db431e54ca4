import { useEffect, useState } from 'react';

/** Whole seconds since a moment, once a second while it runs. */
export function useElapsed(startedAt: number, running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running, startedAt]);
  return running ? Math.max(0, Math.floor((now - startedAt) / 1000)) : 0;
}
