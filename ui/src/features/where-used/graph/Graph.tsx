import { Button, Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { FullScreenMaximize16Regular, ZoomIn16Regular, ZoomOut16Regular } from '@fluentui/react-icons';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type WheelEvent } from 'react';
import { asUiError } from '../../../api';
import { ErrorState } from '../../../components';
import { t } from '../../../strings';
import { partIds } from '../../../testIds.parts';
import type { Dependencies } from '../useDependencies';
import { GraphCanvas, pad } from './GraphCanvas';
import { useGraphStyles } from './graph.styles';
import { svgOf } from './picture';
import type { Selection } from './SidePanel';
import { useDrawing } from './useDrawing';

const zooms = { least: 0.3, most: 2, step: 1.25 } as const;
type Props = { list: Dependencies; chosen: string | null; onSelect: (selection: Selection | null) => void; onPicture: (draw: (() => string) | null) => void; table: ReactNode; onTable: () => void };

/** The same data as a picture, from left to right. */
export default function Graph({ list, chosen, onSelect, onPicture, table, onTable }: Props) {
  const s = useGraphStyles();
  const made = useDrawing(list);
  const { arranged } = made;
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const name = list.view?.thing.name ?? '';
  const fit = useCallback(() => {
    const room = frame.current;
    if (!room || !arranged) return;
    setZoom(Math.max(zooms.least, Math.min(1, room.offsetWidth / (arranged.places.width + 2 * pad.x), room.offsetHeight / (arranged.places.height + pad.top + pad.bottom))));
  }, [arranged]);
  const byHand = useRef(false);
  useLayoutEffect(() => {
    const room = frame.current;
    if (!room) return;
    byHand.current = false;
    fit();
    // Room changes when a drawer opens; a zoom that a person chose stays.
    const watch = new ResizeObserver(() => { if (!byHand.current) fit(); });
    watch.observe(room);
    return () => watch.disconnect();
  }, [fit]);
  const by = (factor: number) => { byHand.current = true; setZoom((old) => Math.max(zooms.least, Math.min(zooms.most, old * factor))); };
  const again = () => { byHand.current = false; fit(); };
  useEffect(() => { onPicture(arranged ? () => svgOf(arranged.drawing, arranged.places, name) : null); return () => onPicture(null); }, [arranged, name, onPicture]);
  const label = useMemo(() => (arranged ? t('graph.label', { name, n: arranged.drawing.boxes.length, edges: arranged.drawing.arrows.length }) : t('graph.laying')), [arranged, name]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const run = { '+': () => by(zooms.step), '=': () => by(zooms.step), '-': () => by(1 / zooms.step), '0': again }[event.key];
    if (run) { event.preventDefault(); run(); }
  };
  const onWheel = (event: WheelEvent) => { if (event.ctrlKey) by(event.deltaY < 0 ? 1.1 : 1 / 1.1); };
  if (made.error) return <ErrorState what={asUiError(made.error).message} next={asUiError(made.error).hint} onRetry={made.retry} />;
  if (made.tooMany) return <><div className={s.message}><MessageBar intent="warning" data-testid={partIds.used.toTable}><MessageBarBody>{t('graph.tooMany')}</MessageBarBody></MessageBar></div>{table}</>;
  return (
    <section className={s.frame} aria-label={label} aria-busy={made.loading || made.arranging} onKeyDown={onKeyDown} data-testid={partIds.used.graph}>
      <div ref={frame} className={s.scroll} tabIndex={-1} onWheel={onWheel}>
        {arranged && <GraphCanvas key={made.root} arranged={arranged} root={made.root} zoom={zoom} chosen={chosen} onSelect={onSelect} onExpand={made.expand} />}
      </div>
      <div className={s.tools}>
        {made.held < made.total && <span>{t('graph.partial', { n: made.held, total: made.total })}</span>}
        {made.deeper && <Button size="small" onClick={made.nextLevel} data-testid={partIds.used.deeper}>{t('graph.deeper')}</Button>}
        <Link onClick={onTable}>{t('graph.toTable')}</Link>
      </div>
      <div className={s.legend} aria-hidden>
        {([['graph.uses', undefined], ['graph.mayUse', '4 4']] as const).map(([words, dash]) => <span key={words}><svg width="24" height="4"><line x2="24" y1="2" y2="2" className={s.stroke} strokeDasharray={dash} /></svg> {t(words)}</span>)}
      </div>
      <div className={s.zoom}>
        <Button size="small" appearance="subtle" icon={<ZoomOut16Regular />} aria-label={t('graph.zoomOut')} onClick={() => by(1 / zooms.step)} data-testid={partIds.used.zoomOut} />
        <Button size="small" appearance="subtle" icon={<ZoomIn16Regular />} aria-label={t('graph.zoomIn')} onClick={() => by(zooms.step)} data-testid={partIds.used.zoomIn} />
        <Button size="small" appearance="subtle" icon={<FullScreenMaximize16Regular />} aria-label={t('graph.fit')} onClick={again} data-testid={partIds.used.fit} />
      </div>
    </section>
  );
}
