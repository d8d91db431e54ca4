import type { GraphEdge, GraphNode, GraphView } from '../../../api';
import { t } from '../../../strings';

/** Never more than this is drawn. */
export const mostDrawn = 500;
const groupAbove = 200;
/** More neighbours of one kind than this become one node; the first limit that keeps the drawing small is used. */
const limits = [6, 3, 1] as const;

export type Box = GraphNode & { lane: number; /** How many are drawn as this one; 0 for a single thing. */ members: number };
export type Arrow = { id: string; from: string; to: string; dashed: boolean };
export type Drawing = { boxes: Box[]; arrows: Arrow[] };

const lanes: Record<GraphNode['look'], number> = { vaultSecret: 0, text: 1, secret: 1, certificate: 1, credential: 2, machine: 3, ssh: 3, postgres: 3, http: 3, person: 3, team: 3, code: 3, program: 3, unresolved: 3 };
type Category = 'secrets' | 'variables' | 'credentials' | 'connections' | 'people' | 'unresolved' | 'code' | 'programs';
const categories: Record<GraphNode['look'], Category> = { vaultSecret: 'secrets', text: 'variables', secret: 'variables', certificate: 'variables', credential: 'credentials', machine: 'connections', ssh: 'connections', postgres: 'connections', http: 'connections', person: 'people', team: 'people', code: 'code', program: 'programs', unresolved: 'unresolved' };
const moreWords = { secrets: 'graph.moreSecrets', variables: 'graph.moreVariables', credentials: 'graph.moreCredentials', connections: 'graph.moreConnections', people: 'graph.morePeople', programs: 'graph.morePrograms', unresolved: 'graph.moreUnresolved' } as const;
const allWords = { secrets: 'graph.secrets', variables: 'graph.variables', credentials: 'graph.credentials', connections: 'graph.connections', people: 'graph.people', programs: 'graph.programs', unresolved: 'graph.unresolved' } as const;

function wordsOf(category: Category, members: readonly GraphNode[], alone: boolean): { name: string; sub: string } {
  if (category !== 'code') return { name: t((alone ? allWords : moreWords)[category], { n: members.length }), sub: t('graph.showThem') };
  const files = new Set(members.map(({ place }) => `${place?.folder ?? ''}${place?.file ?? ''}`)).size;
  return { name: members[0]?.place?.source ?? '', sub: t('graph.placesIn', { places: t('graph.places', { n: members.length }), files: t('coverage.files', { n: files }) }) };
}

/** Puts neighbours of one kind together, one lane after the other, so that what hangs on a group hangs on it once. */
function drawingOf(view: GraphView, root: string, expanded: readonly string[], limit: number): Drawing {
  const now = new Map(view.nodes.map((node) => [node.id, node.id]));
  const boxes: Box[] = [];
  const group = (nodes: readonly GraphNode[], near: (id: string) => readonly string[]) => {
    const buckets = new Map<string, GraphNode[]>();
    for (const node of nodes) {
      const category = categories[node.look];
      const key = [category, category === 'code' ? (node.place?.sourceId ?? '') : '', ...new Set(near(node.id).map((id) => now.get(id) ?? id).sort())].join(' ');
      buckets.set(key, [...(buckets.get(key) ?? []), node]);
    }
    for (const [key, all] of buckets) {
      const id = `group ${key}`;
      const category = all[0] ? categories[all[0].look] : 'code';
      const alone = all.length <= limit || all.length === 1 || expanded.includes(id);
      const kept = alone ? all : category === 'code' ? [] : all.slice(0, limit - 1);
      const members = all.slice(kept.length);
      boxes.push(...kept.map((node) => ({ ...node, lane: lanes[node.look], members: 0 })));
      const one = members[0];
      if (!one) continue;
      for (const member of members) now.set(member.id, id);
      boxes.push({ ...one, id, ...wordsOf(category, members, kept.length === 0), thing: null, place: null, lane: lanes[one.look], members: members.length });
    }
  };
  const from = new Map<string, string[]>();
  const to = new Map<string, string[]>();
  for (const edge of view.edges) { from.set(edge.to, [...(from.get(edge.to) ?? []), edge.from]); to.set(edge.from, [...(to.get(edge.from) ?? []), edge.to]); }
  const rest = view.nodes.filter((node) => node.id !== root);
  // What a neighbour uses besides is no reason to draw it by itself.
  const below = new Set([root, ...rest.flatMap((node) => (node.level > 0 ? [node.id] : []))]);
  const start = view.nodes.find((node) => node.id === root);
  if (start) boxes.push({ ...start, lane: lanes[start.look], members: 0 });
  for (const lane of [0, 1, 2, 3]) group(rest.filter((node) => node.level > 0 && lanes[node.look] === lane), (id) => (from.get(id) ?? []).filter((one) => below.has(one)));
  for (const lane of [3, 2, 1, 0]) group(rest.filter((node) => node.level <= 0 && lanes[node.look] === lane), (id) => to.get(id) ?? []);
  return { boxes, arrows: arrowsOf(view.edges, now) };
}

function arrowsOf(edges: readonly GraphEdge[], now: ReadonlyMap<string, string>): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const edge of edges) {
    const [from, to] = [now.get(edge.from), now.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = `${from} > ${to}`;
    arrows.set(id, { id, from, to, dashed: edge.kind === 'mayUse' && (arrows.get(id)?.dashed ?? true) });
  }
  return [...arrows.values()];
}

/** What is drawn, or null when it is too much even in groups. An expansion that would be too much is left out. */
export function drawing(view: GraphView, root: string, expanded: readonly string[]): Drawing | null {
  const limit = limits.find((one) => drawingOf(view, root, [], one).boxes.length <= groupAbove) ?? 1;
  for (let n = expanded.length; n >= 0; n -= 1) {
    const made = drawingOf(view, root, expanded.slice(0, n), limit);
    if (made.boxes.length <= mostDrawn) return made;
  }
  return null;
}

/** Everything on the paths through one node, both ways. */
export function through(id: string, arrows: readonly Arrow[]): Set<string> {
  const walk = (next: (at: string) => string[]) => {
    const seen = new Set([id]);
    const todo = [id];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) for (const one of next(at)) if (!seen.has(one)) { seen.add(one); todo.push(one); }
    return seen;
  };
  return new Set([...walk((at) => arrows.filter((one) => one.from === at).map((one) => one.to)), ...walk((at) => arrows.filter((one) => one.to === at).map((one) => one.from))]);
}
