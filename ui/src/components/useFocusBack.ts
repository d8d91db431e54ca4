import { useEffect, useRef } from 'react';

/** After a dialog or sheet: focus goes back to what opened it; if that is gone, to the row in its place. */
export function useFocusBack(open: boolean): void {
  const from = useRef<Element | null>(null);
  const was = useRef(false);
  if (open && !was.current) from.current = document.activeElement;
  was.current = open;
  useEffect(() => {
    if (!open) return;
    return () => {
      was.current = false;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body && document.activeElement?.isConnected) return;
        const before = from.current;
        const place = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.querySelector<HTMLElement>('[data-row][tabindex="0"]');
        place?.focus({ preventScroll: true });
      });
    };
  }, [open]);
}
