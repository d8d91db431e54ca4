import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { commands, useSettings } from '../api';
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
const alt: Record<string, PageCommand> = { r: 'reveal', w: 'whereUsed', s: 'share' };
const plain: Record<string, PageCommand> = { F2: 'edit', '/': 'find' };

function pageCommandOf(event: KeyboardEvent): PageCommand | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey && event.shiftKey) return key === 'c' ? 'copyPassword' : key === 'u' ? 'copyUserName' : undefined;
  if (event.ctrlKey) return control[key];
  if (event.altKey) return alt[key];
  return typing(event.target) ? undefined : plain[event.key];
}

const sizes = [100, 110, 125, 150, 175, 200] as const;

/** The text size that Ctrl with +, − or 0 asks for. */
export function nextTextSize(key: string, now: number): number | null {
  if (key === '0') return sizes[0];
  if (key === '+' || key === '=') return sizes.find((size) => size > now) ?? now;
  if (key === '-' || key === '_') return sizes.findLast((size) => size < now) ?? now;
  return null;
}

type Open = { onPalette: () => void; onKeys: () => void };

type Ways = { open: Open; go: (path: string) => void; back: () => void; forward: () => void; pins: readonly string[]; textSize: number; setTextSize: (percent: number) => void };

function windowCommand(event: KeyboardEvent, { open, go, back, forward, pins, textSize, setTextSize }: Ways): boolean {
  const key = event.key;
  if (key === 'F5' || (event.ctrlKey && key.toLowerCase() === 'r')) return true;
  if (key === 'F6') { nextRegion(event.shiftKey ? -1 : 1); return true; }
  if (key === 'F1' || (key === '?' && !typing(event.target))) { open.onKeys(); return true; }
  if (event.altKey && !event.ctrlKey && !event.shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) { if (!modal()) (key === 'ArrowLeft' ? back : forward)(); return true; }
  if (!event.ctrlKey || event.altKey) return false;
  const size = nextTextSize(key, textSize);
  if (size !== null) { if (size !== textSize) setTextSize(size); return true; }
  if (event.shiftKey) return false;
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
  const { history } = useRouter();
  const { settings, update } = useSettings();
  const ways: Ways = { open, go, pins: settings?.pins ?? noPins, textSize: settings?.textSizePercent ?? 100, setTextSize: (textSizePercent) => update({ textSizePercent }), back: () => { if (history.canGoBack()) history.back(); }, forward: () => history.forward() };
  const latest = useRef(ways);
  useEffect(() => { latest.current = ways; });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const done = windowCommand(event, latest.current);
      const command = done || modal() ? undefined : pageCommandOf(event);
      if (done || (command && sendCommand(command))) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
