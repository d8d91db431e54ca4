import { makeStyles, tokens as T } from '@fluentui/react-components';
import { hover } from '../theme';

export const useTableStyles = makeStyles({
  grid: { flex: '1 0 auto', height: '0', minHeight: '160px', minWidth: 0, display: 'flex', flexDirection: 'column', position: 'relative' },
  scroll: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', overflowX: 'hidden', position: 'relative' },
  body: { position: 'relative', width: '100%' },
  header: { display: 'flex', height: '32px', borderBottom: `1px solid ${T.colorNeutralStroke2}`, backgroundColor: T.colorNeutralBackground1, flexShrink: 0 },
  headCell: { position: 'relative', display: 'flex', alignItems: 'center', columnGap: '4px', padding: '0 8px', minWidth: 0, boxSizing: 'border-box', fontSize: T.fontSizeBase200, fontWeight: 500, color: T.colorNeutralForeground3, whiteSpace: 'nowrap' },
  headWords: { overflow: 'hidden', textOverflow: 'ellipsis' },
  handle: { position: 'absolute', left: '-5px', top: 0, bottom: 0, width: '9px', cursor: 'col-resize', touchAction: 'none', zIndex: 1, ':hover::after': { backgroundColor: T.colorNeutralStroke1 }, '::after': { content: '""', position: 'absolute', left: '4px', top: '8px', bottom: '8px', width: '1px' } },
  sortButton: {
    display: 'inline-flex', alignItems: 'center', columnGap: '4px', border: 'none', background: 'none', padding: '0', margin: 0, height: '28px', font: 'inherit', color: 'inherit', cursor: 'pointer', borderRadius: T.borderRadiusSmall,
    ':hover': { color: T.colorNeutralForeground1 }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` },
  },
  row: {
    position: 'absolute', top: 0, left: 0, width: '100%', boxSizing: 'border-box', display: 'flex', borderBottom: `1px solid ${T.colorNeutralStroke3}`, cursor: 'default', outlineStyle: 'none',
    ':hover': { backgroundColor: hover.subtle, '& [data-check]': { opacity: 1 } },
    ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '-2px', '& [data-check]': { opacity: 1 } },
  },
  selected: {
    backgroundColor: T.colorBrandBackground2, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-2px', '& [data-check]': { opacity: 1 },
    ':hover': { backgroundColor: T.colorBrandBackground2Hover },
  },
  cell: { display: 'flex', alignItems: 'center', columnGap: '8px', padding: '0 8px', minWidth: 0, boxSizing: 'border-box', fontSize: T.fontSizeBase300 },
  first: { paddingLeft: 0 },
  gutter: { flex: '0 0 24px', display: 'grid', placeItems: 'center' },
  check: {
    width: '16px', height: '16px', boxSizing: 'border-box', borderRadius: T.borderRadiusSmall, border: `1px solid ${T.colorNeutralStrokeAccessible}`, display: 'grid', placeItems: 'center', opacity: 0, cursor: 'pointer', backgroundColor: T.colorNeutralBackground1,
    color: T.colorNeutralForegroundOnBrand,
  },
  checkShown: { opacity: 1 },
  checked: { backgroundColor: T.colorCompoundBrandBackground, border: `1px solid ${T.colorCompoundBrandBackground}` },
});
