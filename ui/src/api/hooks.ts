import { useEffect, useRef } from 'react';

type Source<T> = { listen: (cb: (event: { payload: T }) => void) => Promise<() => void> };

/** Runs on each event while mounted. */
export function useRustEvent<T>(source: Source<T>, run: (payload: T) => void): void {
  const latest = useRef(run);
  useEffect(() => { latest.current = run; });
  useEffect(() => {
    let stopped = false;
    const listening = source.listen(({ payload }) => { if (!stopped) latest.current(payload); });
    return () => { stopped = true; void listening.then((stop) => stop()); };
  }, [source]);
}
