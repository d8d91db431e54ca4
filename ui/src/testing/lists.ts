import type { ConnectionListView, ConnectionQuery, CredentialListView, CredentialQuery, VariableListView, VariableQuery } from '../api/bindings';
import { ago, device, ready } from './data';

/** As in Rust: more hits than this are not counted. */
const mostCounted = 400;

type Asked = { search: string; sort: string; direction: 'ascending' | 'descending'; cursor: string | null; limit: number };

const sorted = new WeakMap<readonly unknown[], Map<string, unknown[]>>();

/** All rows in one order, sorted once, as an index does. */
function inOrder<R>(all: readonly R[], name: string, key: (row: R) => string | number): readonly R[] {
  const kept = sorted.get(all) ?? new Map<string, unknown[]>();
  sorted.set(all, kept);
  const found = kept.get(name) as R[] | undefined;
  if (found) return found;
  const [ascending, up] = [name.endsWith('ascending'), (a: R, b: R) => { const [x, y] = [key(a), key(b)]; return x < y ? -1 : x > y ? 1 : 0; }];
  const made = [...all].sort((a, b) => (ascending ? up(a, b) : up(b, a)));
  kept.set(name, made);
  return made;
}

/** One page by cursor, as Rust gives it: the order is stable, a wide search is not counted to its end. */
export function pageOf<R extends { id: string }>(all: readonly R[], query: Asked, fits: (row: R) => boolean, key: (row: R) => string | number, words: (row: R) => string) {
  const needle = query.search.toLowerCase();
  const order = inOrder(all, `${query.sort} ${query.direction}`, key);
  const hit = (row: R | undefined) => row !== undefined && fits(row) && (needle === '' || words(row).toLowerCase().includes(needle));
  const rows: R[] = [];
  let at = Number(query.cursor ?? 0);
  for (; at < order.length && rows.length < query.limit; at += 1) { const row = order[at]; if (row && hit(row)) rows.push(row); }
  let more = at;
  while (more < order.length && !hit(order[more])) more += 1;
  let total = 0;
  for (let i = 0; i < order.length && (needle === '' || total <= mostCounted); i += 1) if (hit(order[i])) total += 1;
  const exact = needle === '' || total <= mostCounted;
  return { rows, next: more < order.length ? String(more) : null, total: exact ? total : mostCounted, totalIsExact: exact };
}

export function credentialPage(rows: readonly CredentialListView[], query: CredentialQuery) {
  const any = <V>(chosen: V[], has: (value: V) => boolean) => chosen.length === 0 || chosen.some(has);
  return pageOf(rows, query, (row) => (query.filter === 'all' || (query.filter === 'unused' ? row.usedBy === 0 : query.filter === 'sharedWithMe' ? row.shared?.received === true : query.filter === 'sharedByMe' ? row.shared?.received === false : row.status.kind === 'expiring')) && any(query.stores, (one) => one === row.store.kind) && any(query.locations, (one) => row.locations.includes(one)) && any(query.statuses, (one) => one === row.status.kind),
    (row) => (query.sort === 'name' ? row.name.toLowerCase() : query.sort === 'usedBy' ? row.usedBy : query.sort === 'changed' ? row.changed : query.sort === 'store' ? row.store.kind : row.status.kind), (row) => `${row.name} ${row.description}`);
}

export function variablePage(rows: readonly VariableListView[], query: VariableQuery) {
  const fits = (row: VariableListView) => (query.kinds.length === 0 || query.kinds.includes(row.kind)) && (query.stores.length === 0 || (row.store !== null && query.stores.includes(row.store.kind))) && (query.vaultId === null || row.store?.vaultId === query.vaultId) && (query.filter === 'all' || (query.filter === 'unused' ? row.usedBy === 0 : query.filter === 'sharedWithMe' ? row.shared?.received === true : query.filter === 'sharedByMe' ? row.shared?.received === false : query.filter === 'expiring' ? row.status.kind === 'expiring' : query.filter === 'text' ? row.kind === 'text' : row.kind !== 'text'));
  return pageOf(rows, query, fits, (row) => (query.sort === 'displayName' ? row.displayName.toLowerCase() : query.sort === 'usedBy' ? row.usedBy : query.sort === 'status' ? row.status.kind : row[query.sort]), (row) => `${row.displayName} ${row.name}`);
}

export function connectionPage(rows: readonly ConnectionListView[], query: ConnectionQuery) {
  return pageOf(rows, query, (row) => query.kinds.length === 0 || query.kinds.includes(row.kind), (row) => (query.sort === 'name' ? row.name.toLowerCase() : query.sort === 'target' ? row.target : row.changed), (row) => `${row.name} ${row.target}`);
}

const nouns = ['payroll robot', 'ledger reader', 'invoice portal', 'build agent', 'kiosk', 'archive', 'gateway', 'warehouse feed'];
const numbered = (i: number, n: number) => `${nouns[i % nouns.length] ?? ''} ${String(i).padStart(String(n).length, '0')}`;

/** `n` credentials, to see that a long list stays quick. */
export const manyCredentials = (n: number): CredentialListView[] => Array.from({ length: n }, (_, i) => (
  { id: `c${i}`, name: `${i % 2 === 0 ? 'SAP' : 'CRM'} ${numbered(i, n)}`, description: '', store: device, locations: ['connection'], authentication: 'userNameAndPassword', usedBy: i % 7, status: ready, shared: null, changed: ago(i / 60) }));

export const manyVariables = (n: number): VariableListView[] => Array.from({ length: n }, (_, i) => (
  { id: `v${i}`, displayName: numbered(i, n), name: `contoso_${i}`, kind: i % 2 === 0 ? 'text' : 'secret', place: i % 2 === 0 ? `user-${i}` : 'This device', store: i % 2 === 0 ? null : device, usedBy: i % 5, status: ready, shared: null, changed: ago(i) }));
