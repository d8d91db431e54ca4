import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { graphQuery } from '../../../api/dependencies';
import type { Dependencies } from '../useDependencies';
import { drawing, type Drawing } from './group';
import { Arranger, type Places } from './layout';

const firstLevels = 3;
type Arranged = { drawing: Drawing; places: Places };

/** The graph of what is looked up: asked of Rust, grouped, and arranged in the worker. */
export function useDrawing(list: Dependencies) {
  const { thing } = list.query;
  const of = `${thing.kind} ${thing.id} ${list.tab}`;
  const [asked, setAsked] = useState<{ of: string; levels: number; expanded: string[] }>({ of, levels: firstLevels, expanded: [] });
  const now = asked.of === of ? asked : { of, levels: firstLevels, expanded: [] };
  const graph = useQuery(graphQuery(list.query, now.levels));
  const { data } = graph;
  const root = data?.nodes.find((node) => node.level === 0 && node.thing?.kind === thing.kind && node.thing.id === thing.id)?.id ?? '';
  const expandedKey = now.expanded.join('\n');
  const made = useMemo(() => (data ? drawing(data, root, expandedKey === '' ? [] : expandedKey.split('\n')) : undefined), [data, root, expandedKey]);
  const arranger = useRef<Arranger>(null);
  const [arranged, setArranged] = useState<Arranged | null>(null);
  useEffect(() => () => { arranger.current?.stop(); arranger.current = null; }, []);
  useEffect(() => {
    if (!made) return;
    let outdated = false;
    arranger.current ??= new Arranger();
    void arranger.current.arrange(made).then((places) => { if (!outdated) setArranged({ drawing: made, places }); });
    return () => { outdated = true; };
  }, [made]);
  return {
    loading: graph.isPending, error: graph.error, retry: () => void graph.refetch(), root, deeper: data?.deeper ?? false, total: data?.total ?? 0, held: data?.nodes.length ?? 0,
    tooMany: made === null, arranged: made === null ? null : arranged, arranging: made !== arranged?.drawing,
    expand: (id: string) => setAsked({ ...now, expanded: [...now.expanded, id] }), nextLevel: () => setAsked({ ...now, levels: now.levels + 1 }),
  };
}
