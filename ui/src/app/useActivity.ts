import { useEffect } from 'react';
import { commands } from '../api';

const atMostEvery = 5_000;
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Tells Rust that a person is there, so that the idle lock counts from now. */
export function useActivity(): void {
  useEffect(() => {
    let last = 0;
    const tell = () => {
      if (Date.now() - last < atMostEvery) return;
      last = Date.now();
      void commands.activity();
    };
    signs.forEach((sign) => window.addEventListener(sign, tell, { passive: true, capture: true }));
    return () => signs.forEach((sign) => window.removeEventListener(sign, tell, { capture: true }));
  }, []);
}
