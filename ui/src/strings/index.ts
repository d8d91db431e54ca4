import type { Catalogue } from './en';
import { common } from './en/common';
import { unlock } from './en/unlock';
import { isolated } from './plain';

type Entry = string | { readonly one: string; readonly other: string; readonly zero?: string };
export type StringKey = keyof Catalogue;

type Holes<S> = S extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never;
type EntryHoles<E> = E extends string ? Holes<E> : E extends { one: infer A; other: infer B } ? Holes<A> | Holes<B> | 'n' : never;
type Args<K extends StringKey> = [EntryHoles<Catalogue[K]>] extends [never] ? [] : [values: Record<EntryHoles<Catalogue[K]>, string | number>];

// What the unlock card says comes with the window; the other words with the workspace.
let words: Readonly<Record<string, Entry>> = { ...common, ...unlock };

/** Adds words that were loaded later. */
export function addWords(more: Readonly<Record<string, Entry>>): void {
  words = { ...words, ...more };
}

const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat();

function pick(entry: Entry, n: number): string {
  if (typeof entry === 'string') return entry;
  if (n === 0 && entry.zero !== undefined) return entry.zero;
  return plural.select(n) === 'one' ? entry.one : entry.other;
}

// What was said with isolated names in it. As a part of another sentence it stays as it is.
const ours = new Set<string>();
const mark = '\u2068';
const own = (text: string) => {
  if (ours.size > 500) ours.clear();
  if (text.includes(mark)) ours.add(text);
  return text;
};
const inside = (text: string) => (ours.has(text) ? text : isolated(text));

/** The words of one key, holes filled. Unknown keys and missing holes do not compile. */
export function t<K extends StringKey>(key: K, ...args: Args<K>): string {
  const values = (args[0] ?? {}) as Record<string, string | number>;
  const text = pick(words[key] ?? key, Number(values['n'] ?? 1));
  return own(text.replace(/\{(\w+)\}/g, (_, hole: string) => {
    const value = values[hole];
    return typeof value === 'number' ? number.format(value) : inside(value ?? '');
  }));
}

const gigabytes = new Intl.NumberFormat('en', { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 });

/** "212.4 GB". */
export const size = (bytes: number): string => gigabytes.format(bytes / 1e9);

const conjunction = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });
/** "a, b and c" in the catalogue's language. */
export function list(items: readonly string[]): string {
  return own(conjunction.format(items.map(inside)).replace(', and ', ' and '));
}

const units = new Intl.ListFormat('en', { style: 'short', type: 'unit' });
/** "a, b, c": facts beside each other. */
export function facts(items: readonly string[]): string {
  const text = units.format(items);
  return items.every((one) => ours.has(one) || !one.includes(mark)) ? own(text) : text;
}

/** A count as it is known: "48", or "More than 400" when nobody counted to the end. */
export function counted(n: number, exact: boolean): string {
  return exact ? number.format(n) : t('count.more', { n });
}

export { plain } from './plain';
export { exactTime, relativeTime } from './dates';
