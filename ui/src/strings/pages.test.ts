import { expect, it } from 'vitest';
import { en } from './en';

const text = import.meta.glob<string>('../features/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });
const sections = import.meta.glob<Record<string, Record<string, unknown>>>('./en/*.ts', { eager: true });
const words = Object.entries(Object.assign({}, ...Object.values(sections)) as Record<string, Record<string, unknown>>);
const pages = new Map<string, string>();
for (const [file, source] of Object.entries(text)) {
  const page = file.split('/')[2] ?? '';
  if (!file.includes('.test.')) pages.set(page, `${pages.get(page) ?? ''}\n${source}`);
}

it('finds the pages and the words', () => {
  expect(pages.size).toBeGreaterThan(5);
  expect(words.length).toBeGreaterThan(5);
});

it.each([...pages.keys()])('loads every word that %s says', (page) => {
  const all = pages.get(page) ?? '';
  const added = new Set([...all.matchAll(/addWords\((\w+)\)/g)].map((hit) => hit[1]));
  const known = new Set([...Object.keys(en), ...words.filter(([section]) => added.has(section)).flatMap(([, section]) => Object.keys(section))]);
  const everywhere = new Set(words.flatMap(([, section]) => Object.keys(section)));
  const said = new Set([...all.matchAll(/\bt\((?:[^()'`]*\? )?'([\w.]+)'(?: : '([\w.]+)')?/g)].flatMap((hit) => [hit[1], hit[2]]).filter((key) => key !== undefined && everywhere.has(key)));
  expect([...said].filter((key) => key !== undefined && !known.has(key))).toEqual([]);
});
