import { makeStyles, tokens as T } from '@fluentui/react-components';
import { hover } from '../../../theme';

export const useGraphStyles = makeStyles({
  frame: { flex: '1 1 0', minHeight: 0, position: 'relative', display: 'flex', backgroundColor: T.colorNeutralBackground2, borderTop: `1px solid ${T.colorNeutralStroke2}` },
  scroll: { flex: '1 1 0', minWidth: 0, overflow: 'auto', outlineStyle: 'none', ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '-2px' } },
  sized: { position: 'relative', margin: '0 auto' },
  content: { position: 'absolute', left: 0, top: 0, transformOrigin: '0 0' },
  arrows: { position: 'absolute', left: 0, top: 0, overflow: 'visible', pointerEvents: 'none' },
  arrow: { fill: 'none', stroke: T.colorNeutralStroke1, strokeWidth: '1px', transitionProperty: 'opacity, stroke', transitionDuration: T.durationFaster },
  dashed: { strokeDasharray: '4 4', stroke: T.colorStatusWarningForeground3 },
  lit: { stroke: T.colorBrandStroke1, strokeWidth: '1.5px' },
  litDashed: { strokeWidth: '1.5px' },
  dim: { opacity: 0.45 },
  lane: { position: 'absolute', fontSize: T.fontSizeBase200, fontWeight: 500, color: T.colorNeutralForeground3 },
  node: {
    position: 'absolute', left: 0, top: 0, width: '188px', height: '52px', boxSizing: 'border-box', display: 'flex', alignItems: 'center', columnGap: '8px', padding: '0 8px', borderRadius: T.borderRadiusLarge, border: `1px solid ${T.colorNeutralStroke1}`, backgroundColor: T.colorNeutralBackground1, boxShadow: T.shadow2, textAlign: 'left', font: 'inherit', color: T.colorNeutralForeground1, cursor: 'pointer',
    transitionProperty: 'opacity', transitionDuration: T.durationFaster, ':hover': { backgroundColor: hover.one }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  chosen: { border: `1px solid ${T.colorBrandStroke1}`, boxShadow: `0 0 0 1px ${T.colorBrandStroke1}`, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '2px' },
  unresolved: { border: `1px dashed ${T.colorStatusWarningForeground3}` },
  name: { fontWeight: 500, lineHeight: '18px', fontSize: T.fontSizeBase300 },
  legend: { position: 'absolute', left: '16px', bottom: '12px', display: 'flex', columnGap: '16px', alignItems: 'center', padding: '6px 12px', borderRadius: T.borderRadiusMedium, backgroundColor: T.colorNeutralBackground1, border: `1px solid ${T.colorNeutralStroke2}`, fontSize: T.fontSizeBase200, color: T.colorNeutralForeground3 },
  zoom: { position: 'absolute', right: '16px', bottom: '12px', display: 'flex', backgroundColor: T.colorNeutralBackground1, border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusMedium },
  tools: { position: 'absolute', right: '16px', top: '12px', display: 'flex', columnGap: '8px', alignItems: 'center' },
  stroke: { stroke: 'currentColor', strokeWidth: '1.5px' },
  message: { padding: '12px 24px', flexShrink: 0 },
});
