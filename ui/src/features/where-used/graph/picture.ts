import { plain } from '../../../strings';
import type { Drawing } from './group';
import { box, type Places } from './layout';

const escaped = (text: string) => plain(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** How an arrow runs from the right of one box to the left of the other. */
export function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}

/** The drawing as an SVG file in black on white, readable by itself. */
export function svgOf({ boxes, arrows }: Drawing, { at, width, height }: Places, title: string): string {
  const lines = arrows.flatMap((arrow) => { const [a, b] = [at.get(arrow.from), at.get(arrow.to)]; return a && b ? [`<path d="${curve(a, b)}" fill="none" stroke="gray"${arrow.dashed ? ' stroke-dasharray="4 4"' : ''}/>`] : []; });
  const nodes = boxes.flatMap((one) => {
    const spot = at.get(one.id);
    if (!spot) return [];
    const dash = one.look === 'unresolved' ? ' stroke-dasharray="4 4"' : '';
    return [`<g transform="translate(${spot.x},${spot.y})"><rect width="${box.width}" height="${box.height}" rx="8" fill="white" stroke="gray"${dash}/><text x="12" y="22" font-size="13">${escaped(cut(one.name, 26))}</text><text x="12" y="40" font-size="11" fill="dimgray">${escaped(cut(one.sub, 30))}</text></g>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 ${width + 32} ${height + 32}" width="${width + 32}" height="${height + 32}" font-family="sans-serif"><title>${escaped(title)}</title><rect x="-16" y="-16" width="100%" height="100%" fill="white"/>${lines.join('')}${nodes.join('')}</svg>`;
}
