import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Info16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  box: { display: 'flex', columnGap: '8px', alignItems: 'flex-start', padding: '10px 12px', borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground3, fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200, outline: `1px solid ${T.colorTransparentStroke}`, outlineOffset: '-1px' },
  // Links one below the other stay 24 px apart for a finger.
  bodyRoomy: { rowGap: '8px' },
  roomy: { padding: '12px', columnGap: '12px', fontSize: T.fontSizeBase300, lineHeight: T.lineHeightBase300 },
  icon: { flexShrink: 0 },
  iconRoomy: { marginTop: '2px' },
  body: { display: 'flex', flexDirection: 'column', rowGap: '4px', minWidth: 0, alignItems: 'flex-start' },
});

/** An explanation; for what happened there is MessageBar. */
export function NoteBox({ children, roomy = false }: { children: ReactNode; roomy?: boolean }) {
  const s = useStyles();
  return <div className={mergeClasses(s.box, roomy && s.roomy)}><Info16Regular className={mergeClasses(s.icon, roomy && s.iconRoomy)} aria-hidden /><div className={mergeClasses(s.body, roomy && s.bodyRoomy)}>{children}</div></div>;
}
