import type { ElkNode } from 'elkjs/lib/elk-api';
import type { Drawing } from './group';

export const box = { width: 188, height: 52 } as const;
const gap = { lane: 56, node: 12 } as const;
export type Spot = { x: number; y: number };
export type Places = { at: ReadonlyMap<string, Spot>; width: number; height: number };

/** An answer later than this is not waited for. */
const patience = 8000;

/** Columns without the worker: each node beside the middle of what it hangs on. */
export function columns({ boxes, arrows }: Drawing): Places {
  const at = new Map<string, Spot>();
  const used = [...new Set(boxes.map((one) => one.lane))].sort();
  let tallest = 0;
  for (const [column, lane] of used.entries()) {
    const middle = (id: string) => { const ys = arrows.flatMap((one) => (one.to === id ? [at.get(one.from)?.y ?? 0] : [])); return ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length; };
    const inLane = boxes.filter((one) => one.lane === lane).map((one, order) => ({ id: one.id, order, wish: middle(one.id) })).sort((a, b) => a.wish - b.wish || a.order - b.order);
    inLane.forEach(({ id }, i) => at.set(id, { x: column * (box.width + gap.lane), y: i * (box.height + gap.node) }));
    tallest = Math.max(tallest, inLane.length);
  }
  return { at, width: used.length * (box.width + gap.lane) - gap.lane, height: tallest * (box.height + gap.node) - gap.node };
}

const graphOf = ({ boxes, arrows }: Drawing): ElkNode => ({
  id: 'root',
  layoutOptions: {
    'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.layered.spacing.nodeNodeBetweenLayers': String(gap.lane), 'elk.spacing.nodeNode': String(gap.node), 'elk.partitioning.activate': 'true',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES', 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF', 'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED', 'elk.separateConnectedComponents': 'false',
  },
  children: boxes.map(({ id, lane }) => ({ id, ...box, layoutOptions: { 'elk.partitioning.partition': String(lane) } })),
  edges: arrows.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
});

/** Arranges drawings in a worker of its own, so that the page stays quick; without one, in columns. */
export class Arranger {
  private worker: Worker | null = null;
  private engine: Promise<{ layout: (graph: ElkNode) => Promise<ElkNode> }> | null = null;

  async arrange(drawing: Drawing): Promise<Places> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      this.engine ??= this.start();
      const late = new Promise<never>((_, refuse) => { timer = setTimeout(() => refuse(new Error('late')), patience); });
      const made = await Promise.race([this.engine.then((engine) => engine.layout(graphOf(drawing))), late]);
      const at = new Map((made.children ?? []).map((one) => [one.id, { x: one.x ?? 0, y: one.y ?? 0 }]));
      return { at, width: made.width ?? 0, height: made.height ?? 0 };
    } catch { return columns(drawing); } finally { clearTimeout(timer); }
  }

  private async start() {
    const [{ default: Elk }, { default: url }] = await Promise.all([import('elkjs/lib/elk-api'), import('elkjs/lib/elk-worker.min.js?url')]);
    const worker = new Worker(url);
    this.worker = worker;
    const broken = new Promise<never>((_, refuse) => { worker.addEventListener('error', () => refuse(new Error('no worker')), { once: true }); });
    broken.catch(() => undefined);
    const engine = new Elk({ workerFactory: () => worker });
    return { layout: (graph: ElkNode) => Promise.race([engine.layout(graph), broken]) };
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.engine = null;
  }
}
