import { useSyncExternalStore } from 'react';

const subscribe = (tell: () => void) => {
  window.addEventListener('resize', tell);
  return () => window.removeEventListener('resize', tell);
};

/** Width of the window in CSS px; text at 200 % halves it. */
export function useWindowWidth(): number {
  return useSyncExternalStore(subscribe, () => window.innerWidth);
}

export const inlineDrawerFrom = 1100;
export const wideNavigationFrom = 1000;
export const wideNavigationWithDrawerFrom = 1200;

export function useNarrowSearch(): boolean {
  return useWindowWidth() < 1000;
}

/** Height of the window in CSS px. */
export function useWindowHeight(): number {
  return useSyncExternalStore(subscribe, () => window.innerHeight);
}
