import { Button, makeStyles, OverlayDrawer, tokens as T } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useEffect, useId, type ReactNode, type RefObject } from 'react';
import { t } from '../strings';
import { useText } from '../theme';
import { useFocusBack } from './useFocusBack';

const useStyles = makeStyles({
  sheet: { width: '720px', maxWidth: '100%', boxShadow: T.shadow64, display: 'flex', flexDirection: 'column', alignItems: 'stretch' },
  head: { width: '100%', boxSizing: 'border-box', padding: '20px 24px 16px', display: 'flex', alignItems: 'center', columnGap: '12px', flexShrink: 0 },
  body: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', padding: '0 24px 24px', display: 'flex', flexDirection: 'column', rowGap: '16px', overflowWrap: 'anywhere', '& > *': { flexShrink: 0 } },
  foot: { width: '100%', boxSizing: 'border-box', minHeight: '60px', padding: '0 24px', display: 'flex', alignItems: 'center', columnGap: '8px', borderTop: `1px solid ${T.colorNeutralStroke2}`, backgroundColor: T.colorNeutralBackground2, flexShrink: 0 },
});

type Props = {
  open: boolean; title: string; onClose: () => void; footer: ReactNode; children: ReactNode; testId?: string;
  /** The harmless button, on which the focus starts. */
  first: RefObject<HTMLElement | null>;
};

/** Everything affected, before it happens: a modal sheet from the right. */
export function Sheet({ open, title, onClose, footer, children, testId, first }: Props) {
  const s = useStyles();
  const text = useText();
  const id = useId();
  useFocusBack(open);
  useEffect(() => {
    // The drawer gives the focus to its first button as it opens.
    const frame = open ? requestAnimationFrame(() => first.current?.focus()) : 0;
    return () => cancelAnimationFrame(frame);
  }, [open, first]);
  return (
    <OverlayDrawer open={open} position="end" modalType="modal" className={s.sheet} aria-labelledby={id} data-testid={testId} onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <div className={s.head}>
        <h2 id={id} className={text.drawerTitle}>{title}</h2><span className={text.grow} />
        <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('action.close')} onClick={onClose} />
      </div>
      <div className={s.body}>{children}</div>
      <div className={s.foot}>{footer}</div>
    </OverlayDrawer>
  );
}
