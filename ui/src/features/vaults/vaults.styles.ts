import { makeStyles, tokens as T } from '@fluentui/react-components';

export const useVaultStyles = makeStyles({
  body: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', marginTop: '12px', padding: '4px 24px 24px' },
  cards: { display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0,1fr))', gap: '12px', margin: 0, padding: 0, listStyleType: 'none' },
  one: { gridTemplateColumns: 'minmax(0,1fr)' },
  card: { position: 'relative', height: '100%', boxSizing: 'border-box', border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground1, padding: '12px 16px', display: 'flex', flexDirection: 'column', rowGap: '10px', ':focus-within': { border: `1px solid ${T.colorNeutralStroke1}` } },
  on: { border: `1px solid ${T.colorBrandStroke1}`, boxShadow: `0 0 0 1px ${T.colorBrandStroke1}`, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, ':focus-within': { border: `1px solid ${T.colorBrandStroke1}` } },
  top: { display: 'flex', columnGap: '12px', alignItems: 'flex-start' },
  name: { border: 'none', padding: 0, margin: 0, backgroundColor: 'transparent', font: 'inherit', color: 'inherit', textAlign: 'left', outlineStyle: 'none', fontWeight: 600, cursor: 'pointer', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', '::after': { content: '""', position: 'absolute', inset: 0, borderRadius: T.borderRadiusLarge }, ':focus-visible::after': { outline: `2px solid ${T.colorStrokeFocus2}` }, ':hover::after': { boxShadow: T.shadow4 } },
  plainName: { fontWeight: 600 },
  above: { position: 'relative', zIndex: 1 },
  why: { whiteSpace: 'nowrap', flexShrink: 0 },
  facts: { display: 'grid', gridTemplateColumns: '72px minmax(0,1fr)', columnGap: '0', margin: 0, '& dt': { fontSize: T.fontSizeBase200, lineHeight: '20px', color: T.colorNeutralForeground3 }, '& dd': { margin: 0, minWidth: 0, display: 'flex', flexDirection: 'column' } },
  foot: { borderTop: `1px solid ${T.colorNeutralStroke3}`, paddingTop: '8px', display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '8px', minHeight: '24px', marginTop: 'auto' },
  words: { display: 'block', whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBottom: '4px' },
  count: { padding: '12px 24px 8px', minHeight: '20px', display: 'flex', alignItems: 'center', columnGap: '8px' },
  plain: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', rowGap: '4px' },
});
