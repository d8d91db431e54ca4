// Prints what the window loads, gzip, and fails above the budgets of the look.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const kb = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1000;
const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
};
const union = (...keys) => new Set(keys.flatMap((key) => [...closure(key)]));
const sum = (keys) => [...keys].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')).reduce((all, file) => all + kb(file), 0);
const entry = 'index.html';
const find = (tail) => Object.keys(manifest).find((key) => key.endsWith(tail));
const need = (tail) => find(tail) ?? (() => { throw new Error(`${tail} is not a chunk of its own`); })();
const unlock = union(entry, need('features/unlock/index.tsx'));
const initial = union(entry, need('app/Workspace.tsx'), need('features/credentials/index.tsx'));
const rows = [['before the unlock card', sum(unlock), 150], ['initial: shell and Credentials', sum(initial), 300]];
for (const key of Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry && /features\//.test(name) && !initial.has(name) && !unlock.has(name))) {
  // What a page loads later finds the page already there.
  const opener = Object.keys(manifest).find((name) => /features\//.test(name) && manifest[name].dynamicImports?.includes(key));
  const there = opener ? union(opener) : new Set();
  const own = [...closure(key)].filter((name) => !initial.has(name) && !there.has(name));
  rows.push([`${opener && !initial.has(opener) ? 'part ' : 'route'} ${key}`, sum(own), 60]);
}
let failed = false;
for (const [what, size, budget] of rows) {
  if (size > budget) failed = true;
  process.stdout.write(`${size > budget ? 'OVER' : 'ok  '} ${size.toFixed(1).padStart(7)} kB gzip of ${budget} kB  ${what}\n`);
}
process.exit(failed ? 1 : 0);
