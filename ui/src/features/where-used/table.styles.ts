import { makeStyles, tokens as T } from '@fluentui/react-components';
import { hover } from '../../theme';

export const useTableStyles = makeStyles({
  grid: { flex: '1 1 0', minHeight: '160px', minWidth: 0, display: 'flex', flexDirection: 'column' },
  header: { backgroundColor: T.colorNeutralBackground1, boxSizing: 'border-box', display: 'flex', height: '32px', borderBottom: `1px solid ${T.colorNeutralStroke2}`, flexShrink: 0, fontSize: T.fontSizeBase200, fontWeight: 500, color: T.colorNeutralForeground3, paddingRight: '24px' },
  head: { position: 'sticky', top: 0, zIndex: 1 },
  scroll: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', overflowX: 'hidden', position: 'relative' },
  body: { position: 'relative', width: '100%' },
  line: { position: 'absolute', top: 0, left: 0, width: '100%', boxSizing: 'border-box', height: '32px', display: 'flex', alignItems: 'center', borderBottom: `1px solid ${T.colorNeutralStroke3}`, paddingRight: '24px', outlineStyle: 'none', cursor: 'default', ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '-2px' } },
  hover: { ':hover': { backgroundColor: hover.subtle } },
  group: { columnGap: '8px', padding: '0 24px', backgroundColor: T.colorNeutralBackground2, fontWeight: 600, cursor: 'pointer' },
  quiet: { fontWeight: 400 },
  cell: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0, padding: '0 8px', boxSizing: 'border-box' },
  name: { flex: '0 1 364px', paddingLeft: '36px' },
  headName: { flex: '0 1 364px', paddingLeft: '24px' },
  how: { flex: '1 1 200px', minWidth: '80px' },
  read: { flex: '0 0 92px' },
  pickUp: { flex: '0 0 128px' },
  end: { flex: '0 0 92px', justifyContent: 'flex-end', paddingRight: 0, columnGap: '4px' },
  dots: { border: 'none', background: 'none', padding: 0, width: '28px', height: '28px', display: 'grid', placeItems: 'center', color: T.colorNeutralForeground3, cursor: 'pointer', borderRadius: T.borderRadiusMedium, ':hover': { backgroundColor: hover.one, color: T.colorNeutralForeground1 }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  link: { fontSize: T.fontSizeBase200 },
  moreLink: { paddingLeft: '62px' },
  tag: { flexShrink: 0, fontSize: T.fontSizeBase100, lineHeight: '16px', color: T.colorNeutralForeground3, border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusSmall, padding: '0 4px' },
});
