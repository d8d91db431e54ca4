import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({ qr: { padding: '12px', borderRadius: tokens.borderRadiusLarge, flexShrink: 0, display: 'block' } });

/** A QR code of rows of "0" and "1", black on white in every theme so that a camera reads it. */
export function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const s = useStyles();
  const side = rows.length;
  const path = rows.flatMap((row, y) => [...row].flatMap((module, x) => (module === '1' ? [`M${x},${y}h1v1h-1z`] : []))).join('');
  return side > 0 && <svg role="img" aria-label={label} className={s.qr} width={192} height={192} viewBox={`-2 -2 ${side + 4} ${side + 4}`} shapeRendering="crispEdges"><rect x={-2} y={-2} width={side + 4} height={side + 4} fill="white" /><path d={path} fill="black" /></svg>;
}
