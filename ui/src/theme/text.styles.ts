import { makeStyles, tokens as T } from '@fluentui/react-components';

/** Small text and layout classes used everywhere. */
export const useText = makeStyles({
  mono: { fontFamily: T.fontFamilyMonospace, fontVariantLigatures: 'none' },
  muted: { color: T.colorNeutralForeground3 },
  small: { fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200 },
  name: { fontWeight: 500 },
  strong: { fontWeight: 600 },
  num: { fontVariantNumeric: 'tabular-nums' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  row: { display: 'flex', alignItems: 'center', columnGap: '8px', minWidth: 0 },
  col: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  grow: { flexGrow: 1, minWidth: 0 },
  card: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground1 },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
  title: { fontSize: T.fontSizeBase600, lineHeight: T.lineHeightBase600, fontWeight: 600, letterSpacing: '-0.3px', margin: 0 },
  drawerTitle: { fontSize: T.fontSizeBase500, lineHeight: T.lineHeightBase500, fontWeight: 600, letterSpacing: '-0.2px', margin: 0, overflowWrap: 'anywhere' },
  section: { fontSize: T.fontSizeBase400, lineHeight: T.lineHeightBase400, fontWeight: 600, margin: 0 },
  link: { fontSize: T.fontSizeBase200 },
  tight: { minWidth: 0 },
});
