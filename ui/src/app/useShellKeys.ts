import { useEffect, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { commands, settingsQuery } from '../api';
import { useGo } from '../components/address';
import { sendCommand, type PageCommand } from '../components/commands';

const regions = ['[data-region="nav"]', '[data-region="page"]', '[data-region="drawer"]', '[data-region="status"]'];

/** F6: from region to region. */
function nextRegion(by: 1 | -1): void {
  const all = regions.map((one) => document.querySelector<HTMLElement>(one)).filter((one) => one !== null);
  const at = all.findIndex((one) => one.contains(document.activeElement));
  const region = all[(at + by + all.length) % all.length];
  (region?.querySelector<HTMLElement>('[tabindex="0"], button, a[href], input') ?? region)?.focus();
}

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null;
const modal = () => document.querySelector('[aria-modal="true"]') !== null;

const control: Record<string, PageCommand> = { f: 'find', n: 'new' };
const plain: Record<string, PageCommand> = { F2: 'edit', '/': 'find' };

function pageCommandOf(event: KeyboardEvent): PageCommand | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey && event.shiftKey) return key === 'c' ? 'copyPassword' : key === 'u' ? 'copyUserName' : undefined;
  if (event.ctrlKey) return control[key];
  if (event.altKey) return key === 'r' ? 'reveal' : undefined;
  return typing(event.target) ? undefined : plain[event.key];
}

type Open = { onPalette: () => void; onKeys: () => void };

function windowCommand(event: KeyboardEvent, open: Open, go: (path: string) => void, pins: readonly string[]): boolean {
  const key = event.key;
  if (key === 'F5' || (event.ctrlKey && key.toLowerCase() === 'r')) return true;
  if (key === 'F6') { nextRegion(event.shiftKey ? -1 : 1); return true; }
  if (key === 'F1' || (key === '?' && !typing(event.target))) { open.onKeys(); return true; }
  if (!event.ctrlKey || event.altKey || event.shiftKey) return false;
  if (key === 'k') { open.onPalette(); return true; }
  if (key === 'l') { void commands.lock(); return true; }
  if (key === ',') { go('/settings'); return true; }
  const page = /^[1-9]$/.test(key) ? pins[Number(key) - 1] : undefined;
  if (page) go(`/${page}`);
  return page !== undefined;
}

const noPins: readonly string[] = [];

/** Keys that work everywhere behind the lock. */
export function useShellKeys(open: Open): void {
  const go = useGo();
  const { data } = useQuery(settingsQuery);
  const pins = data?.pins ?? noPins;
  const latest = useRef({ open, pins });
  useEffect(() => { latest.current = { open, pins }; });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const done = windowCommand(event, latest.current.open, go, latest.current.pins);
      const command = done || modal() ? undefined : pageCommandOf(event);
      if (done || (command && sendCommand(command))) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go]);
}
