import { makeStyles, tokens as T } from '@fluentui/react-components';

export const usePaletteStyles = makeStyles({
  surface: { width: '640px', maxWidth: 'calc(100% - 32px)', padding: 0, marginTop: '96px', borderRadius: T.borderRadiusXLarge, boxShadow: T.shadow64, overflow: 'hidden', maxHeight: 'calc(100vh - 128px)', display: 'flex', flexDirection: 'column' },
  field: { display: 'flex', alignItems: 'center', columnGap: '12px', height: '52px', padding: '0 16px', borderBottom: `1px solid ${T.colorNeutralStroke2}`, flexShrink: 0 },
  input: { flexGrow: 1, minWidth: 0, border: 'none', outlineStyle: 'none', background: 'none', color: 'inherit', fontFamily: 'inherit', fontSize: T.fontSizeBase400, lineHeight: T.lineHeightBase400, '::placeholder': { color: T.colorNeutralForeground3, opacity: 1 } },
  list: { overflowY: 'auto', minHeight: 0, paddingBottom: '8px' },
  group: { padding: '10px 20px 4px', fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200, fontWeight: 500, color: T.colorNeutralForeground3 },
  item: { display: 'flex', alignItems: 'center', columnGap: '12px', height: '40px', padding: '0 12px', margin: '0 8px', borderRadius: T.borderRadiusMedium, cursor: 'pointer', fontSize: T.fontSizeBase300 },
  on: { backgroundColor: T.colorBrandBackground2, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-2px' },
  icon: { width: '20px', height: '20px', fontSize: '20px', flexShrink: 0 },
  iconOn: { color: T.colorBrandForeground1 },
  none: { padding: '16px 20px', color: T.colorNeutralForeground3 },
  foot: { display: 'flex', columnGap: '6px', alignItems: 'center', height: '36px', padding: '0 16px', borderTop: `1px solid ${T.colorNeutralStroke2}`, fontSize: T.fontSizeBase200, color: T.colorNeutralForeground3, backgroundColor: T.colorNeutralBackground2, flexShrink: 0 },
});
