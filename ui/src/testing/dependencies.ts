import { emit } from '@tauri-apps/api/event';
import type { AffectedRequest, DependencyGroup, DependencyQuery, ScanProgress, SourceEditRequest } from '../api/bindings';
import type { Handler } from './fake';
import { graphFake, manyCredentialUses, manyUses, sources as first } from './graph';

const extras = { many: () => manyUses(3000), wide: () => manyCredentialUses(400) };
export type GraphSize = keyof typeof extras;

/** Where used and Sources in memory; a scan walks through its files at `pace` ms a step. */
export function dependencyHandlers(size?: GraphSize, pace = 0): Record<string, Handler> {
  const graph = graphFake(size ? extras[size]() : undefined);
  let sources = [...first];
  const timers = new Map<string, ReturnType<typeof setInterval>>();
  const changed = () => { void emit('data-changed', { kinds: ['source'] }); };
  const tell = (progress: ScanProgress) => { sources = sources.map((one) => (one.id === progress.sourceId ? { ...one, scan: progress.state === 'running' ? progress : null } : one)); void emit('scan-progress', progress); };
  const end = (id: string, state: 'finished' | 'stopped') => {
    clearInterval(timers.get(id));
    timers.delete(id);
    if (state === 'finished') sources = sources.map((one) => (one.id === id ? { ...one, last: { ...(one.last ?? { seconds: 1, files: 640, references: 3, unresolved: 0, languages: [{ language: 'Python', files: 120 }], skipped: [] }), finished: new Date().toISOString() } } : one));
    tell({ sourceId: id, state, files: 640, total: 640, problem: null });
    changed();
  };
  const scan = (id: string) => {
    const total = sources.find((one) => one.id === id)?.last?.files ?? 640;
    let files = 0;
    const step = () => { files = Math.min(total, files + Math.ceil(total / 8)); if (files >= total) end(id, 'finished'); else tell({ sourceId: id, state: 'running', files, total, problem: null }); };
    tell({ sourceId: id, state: 'running', files: 0, total: null, problem: null });
    timers.set(id, setInterval(step, Math.max(20, pace)));
  };
  const query = (args: Record<string, unknown>) => args['query'] as DependencyQuery;
  return {
    thing_find: ({ search, limit }) => graph.find(String(search), Number(limit)), dependency_list: (args) => graph.list(query(args)), dependency_more: (args) => graph.more(query(args), args['group'] as DependencyGroup, String(args['cursor'])),
    dependency_graph: (args) => graph.graph(query(args), Number(args['levels'])), dependency_export: (args) => ({ path: `/home/maya/uses.${String(args['format'])}`, rows: graph.list(query(args)).groups.reduce((sum, one) => sum + one.total, 0) }),
    affected_preview: ({ request }) => graph.affected(request as AffectedRequest), affected_export: ({ format }) => ({ path: `/home/maya/affected.${String(format)}`, rows: 18 }),
    place_open: () => ({ opened: 'editor' }), place_copy_path: () => null, place_not_this: ({ id, notThis }) => { graph.mark(String(id), notThis === true); changed(); return null; },
    source_list: () => sources, source_scan: ({ id }) => { for (const one of sources) if (id === null || one.id === id) scan(one.id); return null; }, source_stop: ({ id }) => { end(String(id), 'stopped'); return null; },
    source_add: () => { const made = { id: `s${sources.length + 1}`, name: 'robots', path: '/home/maya/src/robots', git: false, watched: true, missing: false, ignore: [], scan: null, last: null }; sources = [...sources, made]; scan(made.id); return made; },
    source_edit: ({ id, request }) => { sources = sources.map((one) => (one.id === id ? { ...one, ...(request as SourceEditRequest) } : one)); changed(); return sources.find((one) => one.id === id); },
    source_remove: ({ id }) => { sources = sources.filter((one) => one.id !== id); changed(); return null; },
  };
}
