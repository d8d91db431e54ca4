import { Add20Regular, BracesVariable20Regular, Key20Regular, Keyboard20Regular, LockClosed20Regular, PlugConnected20Regular, type FluentIcon } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { commands, unwrap } from '../api';
import { useGo } from '../components/address';
import { lastOpened, type Opened as Hit } from '../components/recent';
import { t } from '../strings';
import { hasPage, pages, settingsPage } from './pages';

export type Item = { id: string; name: string; sub: string; icon: FluentIcon; keys?: string; credential?: string; run: () => void };
export type Group = { title: string; items: Item[] };

const icons: Record<Hit['kind'], FluentIcon> = { credential: Key20Regular, text: BracesVariable20Regular, secret: BracesVariable20Regular, connection: PlugConnected20Regular };
const paths: Record<Hit['kind'], string> = { credential: '/credentials', text: '/variables', secret: '/variables', connection: '/connections' };
const most = 8;

/** Names only: what Rust finds for the text in the three lists. */
async function ask(search: string): Promise<Hit[]> {
  const common = { search, cursor: null, limit: most, direction: 'ascending' as const };
  const [credentials, variables, connections] = await Promise.all([
    unwrap(commands.credentialList({ ...common, filter: 'all', stores: [], locations: [], statuses: [], sort: 'name' })),
    unwrap(commands.variableList({ ...common, filter: 'all', kinds: [], stores: [], vaultId: null, sort: 'displayName' })),
    unwrap(commands.connectionList({ ...common, kinds: [], sort: 'name' })),
  ]);
  return [
    ...credentials.rows.map((row): Hit => ({ kind: 'credential', id: row.id, name: row.name, sub: [t(`store.${row.store.kind}`), t('list.uses', { n: row.usedBy })].join(', ') })),
    ...variables.rows.map((row): Hit => ({ kind: row.kind === 'text' ? 'text' : 'secret', id: row.id, name: row.displayName, sub: row.name })),
    ...connections.rows.map((row): Hit => ({ kind: 'connection', id: row.id, name: row.name, sub: row.target })),
  ];
}

/** Answers for the text; an older answer never replaces a newer one. */
function useHits(search: string): Hit[] {
  const [hits, setHits] = useState<Hit[]>([]);
  useEffect(() => {
    let outdated = false;
    if (search.trim() === '') return setHits([]);
    const timer = setTimeout(() => {
      ask(search.trim()).then((found) => { if (!outdated) setHits(found); }, () => { if (!outdated) setHits([]); });
    }, 80);
    return () => { outdated = true; clearTimeout(timer); };
  }, [search]);
  return hits;
}

export function usePaletteItems(search: string, onKeys: () => void): Group[] {
  const go = useGo();
  const hits = useHits(search);
  const thing = (hit: Hit): Item => ({ id: `${hit.kind}-${hit.id}`, name: hit.name, sub: hit.sub, icon: icons[hit.kind], credential: hit.kind === 'credential' ? hit.id : undefined, run: () => go(paths[hit.kind], { id: hit.id }) });
  const doing: Item[] = [
    ...(hasPage('wizard') ? [{ id: 'do-new', name: t('credential.new'), sub: '', icon: Add20Regular, keys: 'Ctrl N', run: () => go('/new-credential') }] : []),
    { id: 'do-lock', name: t('palette.lockNow'), sub: '', icon: LockClosed20Regular, keys: 'Ctrl L', run: () => void commands.lock() },
    { id: 'do-keys', name: t('palette.keys'), sub: '', icon: Keyboard20Regular, keys: 'F1', run: onKeys },
  ];
  const places: Item[] = [...pages, settingsPage].map((page) => ({ id: `go-${page.id}`, name: page.title, sub: '', icon: page.icon, run: () => go(`/${page.id}`) }));
  const needle = search.trim().toLocaleLowerCase();
  const fits = (item: Item) => item.name.toLocaleLowerCase().includes(needle);
  if (needle === '') return [{ title: t('palette.recent'), items: lastOpened().map(thing) }, { title: t('palette.do'), items: doing }, { title: t('palette.goTo'), items: places }];
  return [
    { title: t('palette.credentials'), items: hits.filter((hit) => hit.kind === 'credential').slice(0, most).map(thing) },
    { title: t('palette.things'), items: hits.filter((hit) => hit.kind !== 'credential').slice(0, most).map(thing) },
    { title: t('palette.do'), items: doing.filter(fits) },
    { title: t('palette.goTo'), items: places.filter(fits) },
  ];
}
