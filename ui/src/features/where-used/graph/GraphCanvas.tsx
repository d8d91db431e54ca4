import { mergeClasses } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../../../strings';
import { useGraphStyles } from './graph.styles';
import { through, type Box, type Drawing } from './group';
import type { Places } from './layout';
import { NodeButton } from './NodeButton';
import { curve } from './picture';
import type { Selection } from './SidePanel';

export const pad = { x: 16, top: 56, bottom: 60 } as const;
const laneWords = ['graph.lane0', 'graph.lane1', 'graph.lane2', 'graph.lane3'] as const;
type Props = { arranged: { drawing: Drawing; places: Places }; root: string; zoom: number; chosen: string | null; onSelect: (selection: Selection | null) => void; onExpand: (id: string) => void };

/** Nodes as buttons over the arrows; arrow keys follow the uses. */
export function GraphCanvas({ arranged: { drawing, places }, root, zoom, chosen, onSelect, onExpand }: Props) {
  const s = useGraphStyles();
  const canvas = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const [at, setAt] = useState(root);
  const [hover, setHover] = useState<string | null>(null);
  const { boxes, arrows } = drawing;
  const hot = hover ?? chosen;
  const lit = useMemo(() => (hot === null ? null : through(hot, arrows)), [hot, arrows]);
  const focused = boxes.some((one) => one.id === at) ? at : (boxes[0]?.id ?? '');
  const of = (id: string) => places.at.get(id) ?? { x: 0, y: 0 };
  const byHeight = (a: Box, b: Box) => of(a.id).y - of(b.id).y;
  const near = (id: string, way: 'from' | 'to') => { const found = new Set(arrows.flatMap((one) => (way === 'to' ? one.from === id && [one.to] : one.to === id && [one.from]) || [])); return boxes.filter((one) => found.has(one.id)).sort(byHeight); };
  useEffect(() => { if (wantsFocus.current) { wantsFocus.current = false; [...(canvas.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])].find((one) => one.dataset['node'] === focused)?.focus(); } }, [focused]);
  const move = (one: Box | undefined) => { if (one && one.id !== focused) { wantsFocus.current = true; setAt(one.id); } };
  const choose = (one: Box) => { if (one.members > 0) return onExpand(one.id); onSelect({ box: one, uses: near(one.id, 'from'), usedBy: near(one.id, 'to') }); };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, one: Box) => {
    if (event.key === 'Escape' && chosen !== null) { event.stopPropagation(); return onSelect(null); }
    const lane = () => boxes.filter((other) => other.lane === one.lane).sort(byHeight);
    const next = { ArrowRight: () => near(one.id, 'to')[0], ArrowLeft: () => near(one.id, 'from')[0], ArrowDown: () => { const all = lane(); return all[all.indexOf(one) + 1]; }, ArrowUp: () => { const all = lane(); return all[all.indexOf(one) - 1]; }, Home: () => boxes.find((other) => other.id === root) }[event.key];
    if (!next || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    move(next());
  };
  const width = places.width + 2 * pad.x;
  const height = places.height + pad.top + pad.bottom;
  const lanes = [...new Set(boxes.map((one) => one.lane))].map((lane) => ({ lane, x: Math.min(...boxes.filter((one) => one.lane === lane).map((one) => of(one.id).x)) }));
  const top = Math.min(...boxes.map((one) => of(one.id).y));
  return (
    <div className={s.sized} style={{ width: width * zoom, height: height * zoom }}>
      <div ref={canvas} className={s.content} style={{ width, height, transform: `scale(${zoom}) translate(${pad.x}px, ${pad.top}px)` }}>
        {lanes.map(({ lane, x }) => <span key={lane} className={s.lane} style={{ left: x, top: top - 28 }} aria-hidden>{t(laneWords[lane as 0 | 1 | 2 | 3])}</span>)}
        <svg className={s.arrows} width={places.width} height={places.height} aria-hidden>
          {arrows.map((arrow) => { const on = lit !== null && lit.has(arrow.from) && lit.has(arrow.to); return <path key={arrow.id} d={curve(of(arrow.from), of(arrow.to))} className={mergeClasses(s.arrow, on && s.lit, arrow.dashed && s.dashed, on && arrow.dashed && s.litDashed, lit !== null && !on && s.dim)} />; })}
        </svg>
        {boxes.map((one) => (
          <NodeButton
            key={one.id} box={one} spot={of(one.id)} uses={near(one.id, 'from').length} users={near(one.id, 'to').length} chosen={one.id === chosen} dim={lit !== null && !lit.has(one.id)} tab={one.id === focused}
            onClick={() => choose(one)} onHover={(on) => setHover(on ? one.id : null)} onFocus={() => setAt(one.id)} onKeyDown={(event) => onKeyDown(event, one)}
          />
        ))}
      </div>
    </div>
  );
}
