import type { AffectedRequest, AffectedView, CoverageView, DependencyGroup, DependencyGroupView, DependencyQuery, DependencyRow, DependencyView, GraphEdge, GraphNode, GraphView, HowView, PickUp, PlaceView, SourceView, ThingKind, ThingLook, ThingRef, ThingView } from '../api/bindings';
import { ago } from './data';

type Node = { kind: ThingKind | 'place'; id: string; look: ThingLook; name: string; sub: string; place?: PlaceView; pickUp?: PickUp; read?: number };
type Use = { from: string; to: string; how: HowView };

const place = (source: string, path: string, line: number, expression: string, more: Partial<PlaceView> = {}): PlaceView => ({
  sourceId: source === 'payroll' ? 's1' : 's2', source, folder: path.slice(0, path.lastIndexOf('/') + 1), file: path.slice(path.lastIndexOf('/') + 1), line, column: 5, cell: null, form: 'ps.automation', language: 'PowerShell', expression, ...more,
});
const inCode = (id: string, at: PlaceView, pickUp: PickUp, read: number | undefined, look: ThingLook = 'code'): Node => ({ kind: 'place', id, look, name: `${at.file}:${at.line}`, sub: at.source, place: at, pickUp, read });
const how = (kind: HowView['kind'], name: string | null = null): HowView => ({ kind, name, reported: null });

const nodes: Node[] = [
  { kind: 'secret', id: 'kv1', look: 'vaultSecret', name: 'sap-payroll-robot', sub: 'kv-fin-prod' },
  { kind: 'variable', id: 'x2', look: 'secret', name: 'SAP payroll password', sub: 'contoso_SapPayrollPassword' }, { kind: 'variable', id: 'v9', look: 'text', name: 'SAP payroll user', sub: 'contoso_SapPayrollUser' }, { kind: 'variable', id: 'v7', look: 'secret', name: 'Legacy FTP password', sub: 'contoso_LegacyFtpPassword' },
  { kind: 'credential', id: 'c1', look: 'credential', name: 'SAP payroll robot', sub: 'Azure Key Vault', pickUp: 'atOnce', read: 2 }, { kind: 'credential', id: 'c2', look: 'credential', name: 'SAP month-end close', sub: 'Azure Key Vault', pickUp: 'atOnce', read: 500 },
  { kind: 'connection', id: 'k5', look: 'machine', name: 'Payroll machines', sub: 'FIN-RPA-01', pickUp: 'nextRun', read: 2 }, { kind: 'connection', id: 'k8', look: 'http', name: 'SAP OData', sub: 'hr.sap.contoso.com', pickUp: 'nextRun', read: 2 }, { kind: 'connection', id: 'k4', look: 'ssh', name: 'Finance SFTP', sub: 'fin-sftp-01', pickUp: 'nextRun', read: 80 },
  { kind: 'connection', id: 'k9', look: 'postgres', name: 'Payroll audit', sub: 'audit.contoso.com:5432', pickUp: 'nextRun', read: 1200 }, { kind: 'connection', id: 'k2', look: 'machine', name: 'Close machine', sub: 'FIN-CLOSE-01', pickUp: 'nextRun', read: 500 },
  inCode('p1', place('payroll', 'flows/run-payroll.ps1', 42, "Get-AutomationPSCredential -Name 'SAP payroll robot'"), 'nextRun', 2),
  inCode('p2', place('payroll', 'notebooks/reconcile.ipynb', 3, 'get_automation_credential("SAP payroll robot")', { cell: { n: 7, line: 2 }, language: 'Python', form: 'py.automation' }), 'afterRestart', 210),
  inCode('p3', place('infra', 'main.bicep', 87, "kv.getSecret('sap-payroll-robot')", { language: 'Bicep', form: 'bicep.getSecret' }), 'afterDeployment', undefined),
  ...Array.from({ length: 9 }, (_, i) => inCode(`p${i + 10}`, place('payroll', `jobs/step-${i + 1}.py`, 10 + i, 'get_automation_credential("SAP payroll robot")', { language: 'Python', form: 'py.automation' }), 'nextRun', 30 + i)),
  inCode('u1', place('payroll', 'flows/dispatch.ps1', 17, 'Get-AutomationPSCredential -Name $credName'), 'notKnown', undefined, 'unresolved'),
];
const uses: Use[] = [
  { from: 'kv1', to: 'x2', how: how('refersTo') }, { from: 'kv1', to: 'p3', how: how('code') }, ...['c1', 'c2'].flatMap((to) => [{ from: 'x2', to, how: how('password') }, { from: 'v9', to, how: how('userName') }]),
  ...['k5', 'k8', 'k4', 'k9'].map((to) => ({ from: 'c1', to, how: how('through', 'SAP payroll robot') })), { from: 'c2', to: 'k2', how: how('through', 'SAP month-end close') },
  ...['p1', 'p2', ...Array.from({ length: 9 }, (_, i) => `p${i + 10}`)].map((to) => ({ from: 'c1', to, how: how('code') })), { from: 'c1', to: 'u1', how: how('mayUse') },
];

/** A hub with `n` places in code, so that grouping and the limit of the graph are seen. */
export function manyUses(n: number): { nodes: Node[]; uses: Use[] } {
  const more = Array.from({ length: n }, (_, i) => inCode(`m${i}`, place(i % 2 === 0 ? 'payroll' : 'infra', `jobs/many-${i}.py`, i + 1, 'get_automation_credential("SAP payroll robot")'), 'nextRun', i % 900));
  return { nodes: more, uses: more.map((one) => ({ from: 'c1', to: one.id, how: how('code') })) };
}
/** `n` credentials of one variable, each with a connection of its own. */
export function manyCredentialUses(n: number): { nodes: Node[]; uses: Use[] } {
  const all = Array.from({ length: n }, (_, i): [Node, Node] => [{ kind: 'credential', id: `mc${i}`, look: 'credential', name: `Credential ${i}`, sub: '' }, { kind: 'connection', id: `mk${i}`, look: 'ssh', name: `Host ${i}`, sub: '' }]);
  return { nodes: all.flat(), uses: all.flatMap(([credential, host]) => [{ from: 'x2', to: credential.id, how: how('password') }, { from: credential.id, to: host.id, how: how('through', credential.name) }]) };
}
/** `n` credentials of one password, each with a user name of its own. */
export function manyUserNames(n: number): { nodes: Node[]; uses: Use[] } {
  const all = Array.from({ length: n }, (_, i): [Node, Node] => [{ kind: 'credential', id: `mc${i}`, look: 'credential', name: `Credential ${i}`, sub: '' }, { kind: 'variable', id: `mu${i}`, look: 'text', name: `User ${i}`, sub: '' }]);
  return { nodes: all.flat(), uses: all.flatMap(([credential, user]) => [{ from: 'x2', to: credential.id, how: how('password') }, { from: user.id, to: credential.id, how: how('userName') }]) };
}

const order: DependencyGroup[] = ['secrets', 'variables', 'credentials', 'connections', 'code', 'programs', 'people', 'unresolved', 'hidden'];
const groupOf: Record<Node['kind'], DependencyGroup> = { secret: 'secrets', variable: 'variables', credential: 'credentials', connection: 'connections', person: 'people', team: 'people', place: 'code' };
const inGroup = (node: Node): DependencyGroup => (node.look === 'unresolved' ? 'unresolved' : groupOf[node.kind]);
const kindWord = (node: Node): ThingRef | null => (node.kind === 'place' ? null : { kind: node.kind, id: node.id });

export const sources: SourceView[] = [
  { id: 's1', name: 'payroll', path: '/home/maya/src/payroll', git: true, watched: true, missing: false, ignore: ['*.min.js'], scan: null, last: { finished: ago(0.04), seconds: 2, files: 9_204, references: 14, unresolved: 1, languages: [{ language: 'PowerShell', files: 310 }, { language: 'Python', files: 5_120 }, { language: 'YAML', files: 640 }], skipped: [{ reason: 'gitIgnored', files: 2_210, gap: false }, { reason: 'binary', files: 91, gap: false }, { reason: 'tooLarge', files: 12, gap: true }, { reason: 'noPermission', files: 2, gap: true }] } },
  { id: 's2', name: 'infra', path: '/home/maya/src/infra', git: true, watched: false, missing: false, ignore: [], scan: null, last: { finished: ago(3), seconds: 1, files: 2_100, references: 1, unresolved: 0, languages: [{ language: 'Bicep', files: 180 }], skipped: [] } },
  { id: 's3', name: 'reports', path: '/mnt/share/reports', git: false, watched: false, missing: false, ignore: [], scan: null, last: { finished: ago(30), seconds: 1, files: 1_104, references: 0, unresolved: 0, languages: [], skipped: [] } },
];
const complete: CoverageView = { complete: true, sources: 3, files: 12_408, scanned: ago(0.04), skipped: 0, ignored: 2_301, unresolved: 0, hidden: 0, gaps: [], people: [] };
const partial: CoverageView = {
  ...complete, complete: false, skipped: 14, unresolved: 1, hidden: 2,
  gaps: [{ kind: 'stale', sourceId: 's3', source: 'reports', path: null, count: 1, person: null, own: false }, { kind: 'tooLarge', sourceId: 's1', source: 'payroll', path: 'dump/all.json', count: 12, person: null, own: false }, { kind: 'noPermission', sourceId: 's1', source: 'payroll', path: 'private/run.ps1', count: 2, person: null, own: false }, { kind: 'unresolved', sourceId: 's1', source: 'payroll', path: 'flows/dispatch.ps1', count: 1, person: null, own: false }, { kind: 'hidden', sourceId: null, source: null, path: null, count: 2, person: null, own: false }],
};

/** Answers of Where used and Sources, over a small graph in memory. */
export function graphFake(extra: { nodes: Node[]; uses: Use[] } = { nodes: [], uses: [] }) {
  const all = new Map([...nodes, ...extra.nodes].map((node) => [node.id, node]));
  const edges = [...uses, ...extra.uses];
  const notThis = new Set<string>();
  const step = (id: string, way: 'up' | 'down') => edges.filter((use) => (way === 'down' ? use.from : use.to) === id);
  const reach = (id: string, way: 'up' | 'down', most = Infinity): { node: Node; how: HowView; level: number }[] => {
    const found = new Map<string, { node: Node; how: HowView; level: number }>();
    let edge = [id];
    for (let level = 1; edge.length > 0 && level <= most; level += 1) {
      const next: string[] = [];
      for (const at of edge) for (const use of step(at, way)) {
        const to = way === 'down' ? use.to : use.from;
        const node = all.get(to);
        if (node && to !== id && !found.has(to)) { found.set(to, { node, how: use.how, level }); next.push(to); }
      }
      edge = next;
    }
    return [...found.values()];
  };
  const thingOf = (ref: ThingRef): Node => all.get(ref.id) ?? { kind: ref.kind, id: ref.id, look: ref.kind === 'secret' ? 'vaultSecret' : ref.kind === 'variable' ? 'secret' : ref.kind === 'connection' ? 'machine' : ref.kind, name: ref.id, sub: '' };
  const view = (node: Node): ThingView => ({ kind: node.kind as ThingKind, id: node.id, look: node.look, name: node.name, sub: node.sub, uses: reach(node.id, 'down').length });
  const row = ({ node, how: way }: { node: Node; how: HowView }): DependencyRow => ({
    id: node.id, look: node.look, name: node.kind === 'connection' ? `${node.name}, ${node.sub}` : node.name, thing: kindWord(node), place: node.place ?? null, how: way, candidate: node.id === 'p3', notThis: notThis.has(node.id), edge: node.kind === 'place' ? 'found' : 'declared', pickUp: node.pickUp ?? 'notKnown',
    lastRead: node.look === 'unresolved' || node.read === undefined ? { at: null, program: null } : { at: ago(node.read), program: 'pwsh on FIN-RPA-02' },
  });
  const blocking = (id: string) => reach(id, 'down', 1).filter(({ node }) => node.kind === 'credential' || node.kind === 'connection');
  const rowsOf = (query: Pick<DependencyQuery, 'thing' | 'tab'>) => (query.tab === 'usedBy' ? reach(query.thing.id, 'down') : query.tab === 'uses' ? reach(query.thing.id, 'up') : blocking(query.thing.id)).map((one) => ({ group: inGroup(one.node), row: row(one) }));
  const fits = (query: DependencyQuery) => ({ group, row: one }: { group: DependencyGroup; row: DependencyRow }) => {
    const words = `${one.name} ${one.place?.source ?? ''}/${one.place?.folder ?? ''}${one.place?.file ?? ''} ${one.place?.expression ?? ''}`.toLowerCase();
    const days = one.lastRead.at ? (Date.now() - Date.parse(one.lastRead.at)) / 86_400_000 : Infinity;
    const read = query.read === 'any' || (query.read === 'week' ? days <= 7 : query.read === 'month' ? days <= 30 : one.lastRead.at === null);
    return (query.groups.length === 0 || query.groups.includes(group)) && (query.sources.length === 0 || (one.place !== null && query.sources.includes(one.place.sourceId))) && read && words.includes(query.search.toLowerCase());
  };
  const groupView = (group: DependencyGroup, rows: DependencyRow[], at: number, limit: number): DependencyGroupView => ({ group, total: rows.length, rows: rows.slice(at, at + limit), next: at + limit < rows.length ? String(at + limit) : null });
  const coverageOf = (id: string) => (id === 'v7' ? complete : partial);
  const list = (query: DependencyQuery): DependencyView => {
    const found = rowsOf(query).filter(fits(query));
    const count = (tab: DependencyQuery['tab']) => rowsOf({ thing: query.thing, tab }).length;
    const coverage = coverageOf(query.thing.id);
    const groups = order.filter((group) => group !== 'hidden').map((group) => groupView(group, found.filter((one) => one.group === group).map((one) => one.row), 0, query.limit)).filter((one) => one.total > 0);
    if (query.tab === 'usedBy' && coverage.hidden > 0 && query.groups.length === 0) groups.push({ group: 'hidden', total: coverage.hidden, rows: [], next: null });
    const counts = { usedBy: count('usedBy'), uses: count('uses'), deleteBlockedBy: count('deleteBlockedBy') };
    return { thing: view(thingOf(query.thing)), counts, groups, sources: [{ id: 's1', name: 'payroll' }, { id: 's2', name: 'infra' }], verdict: counts.usedBy > 0 ? 'used' : coverage.complete ? 'safeToDelete' : 'noUseFound', coverage };
  };
  const graph = (query: DependencyQuery, levels: number): GraphView => {
    const shown = new Set(rowsOf({ thing: query.thing, tab: 'usedBy' }).filter(fits(query)).map((one) => one.row.id));
    const down = reach(query.thing.id, 'down', levels).filter(({ node }) => node.kind === 'credential' || shown.has(node.id));
    const ids = new Map<string, number>([[query.thing.id, 0], ...down.map(({ node, level }) => [node.id, level] as const)]);
    for (const id of [...ids.keys()]) for (const { node, level } of reach(id, 'up', 2)) if (!ids.has(node.id) && all.get(id)?.kind !== 'place') ids.set(node.id, (ids.get(id) ?? 0) - level);
    const made = [...ids].slice(0, 2000).map(([id, level]): GraphNode => { const node = thingOf({ kind: 'variable', id }); return { id, look: node.look, name: node.name, sub: node.kind === 'place' || node.kind === 'connection' || node.kind === 'secret' ? node.sub : '', thing: kindWord(node), place: node.place ?? null, level }; });
    const drawn = edges.filter((use) => ids.has(use.from) && ids.has(use.to)).map((use): GraphEdge => ({ from: use.from, to: use.to, kind: use.how.kind === 'mayUse' ? 'mayUse' : use.how.kind === 'code' ? 'found' : 'declared' }));
    return { nodes: made, edges: drawn, total: ids.size, deeper: reach(query.thing.id, 'down').length > down.length && shown.size > down.length };
  };
  const affected = ({ things }: AffectedRequest): AffectedView => {
    const found = things.flatMap((thing) => rowsOf({ thing, tab: 'usedBy' }));
    const slow = (one: { row: DependencyRow }) => ['afterRestart', 'afterDeployment', 'notKnown'].includes(one.row.pickUp);
    const count = (group: DependencyGroup) => found.filter((one) => one.group === group).length;
    const coverage = coverageOf(things[0]?.id ?? '');
    return {
      counts: { credentials: count('credentials'), connections: count('connections'), places: count('code'), programs: 0, people: 0, unresolved: count('unresolved'), hidden: coverage.hidden },
      needsYou: groupView('code', found.filter(slow).map((one) => one.row), 0, 50), groups: order.map((group) => groupView(group, found.filter((one) => one.group === group && !slow(one)).map((one) => one.row), 0, 50)).filter((one) => one.total > 0),
      blockedBy: things[0]?.kind === 'variable' ? blocking(things[0].id).map(({ node }) => ({ kind: 'credential', id: node.id, name: node.name })) : [], verdict: found.length > 0 ? 'used' : coverage.complete ? 'safeToDelete' : 'noUseFound', coverage,
    };
  };
  return {
    find: (search: string, limit: number) => [...all.values()].filter((node) => node.kind !== 'place' && `${node.name} ${node.sub}`.toLowerCase().includes(search.toLowerCase())).slice(0, limit).map(view),
    list, graph, affected,
    more: (query: DependencyQuery, group: DependencyGroup, cursor: string) => groupView(group, rowsOf(query).filter(fits(query)).filter((one) => one.group === group).map((one) => one.row), Number(cursor), 200),
    mark: (id: string, on: boolean) => { if (on) notThis.add(id); else notThis.delete(id); },
  };
}
