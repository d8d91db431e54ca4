import { makeStyles, tokens as T } from '@fluentui/react-components';

export const useSettingsStyles = makeStyles({
  body: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', padding: '20px 24px 24px', display: 'grid', gridTemplateColumns: '200px minmax(0,640px)', columnGap: '40px', alignContent: 'start', '@media (max-width: 760px)': { gridTemplateColumns: 'minmax(0,1fr)', rowGap: '16px' } },
  nav: { display: 'flex', flexDirection: 'column', rowGap: '2px', marginLeft: '-10px' },
  entry: { display: 'flex', alignItems: 'center', columnGap: '10px', height: '32px', padding: '0 10px', border: 'none', background: 'none', font: 'inherit', fontSize: T.fontSizeBase300, color: T.colorNeutralForeground2, borderRadius: T.borderRadiusMedium, cursor: 'pointer', textAlign: 'left', ':hover': { backgroundColor: T.colorNeutralBackground3 }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  on: { backgroundColor: T.colorNeutralBackground3, color: T.colorNeutralForeground1, fontWeight: 600, outline: `1px solid ${T.colorTransparentStrokeInteractive}` },
  parts: { display: 'flex', flexDirection: 'column', rowGap: '20px', minWidth: 0 },
  title: { margin: '4px 0 8px', fontSize: T.fontSizeBase400, lineHeight: T.lineHeightBase400, fontWeight: 600 },
  card: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, '& > * + *': { borderTop: `1px solid ${T.colorNeutralStroke3}` } },
  row: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '16px', minHeight: '56px', padding: '8px 16px', boxSizing: 'border-box', '& > button': { flexShrink: 0 } },
  buttons: { display: 'flex', flexShrink: 0, columnGap: '8px' },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  sub: { fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200, color: T.colorNeutralForeground3 },
  choice: { minWidth: '168px', width: '168px' },
  form: { display: 'flex', flexDirection: 'column', rowGap: '16px', padding: '16px' },
  ends: { display: 'flex', justifyContent: 'flex-end', columnGap: '8px' },
});
