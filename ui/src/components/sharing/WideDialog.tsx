import { Button, Dialog, DialogSurface, makeStyles, tokens as T } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { t } from '../../strings';
import { useText } from '../../theme';
import { useFocusBack } from '../useFocusBack';

const useStyles = makeStyles({
  surface: { padding: 0, width: '720px', maxWidth: 'calc(100vw - 32px)', maxHeight: 'min(760px, calc(100vh - 32px))', borderRadius: T.borderRadiusXLarge, overflow: 'hidden', boxShadow: T.shadow64, display: 'flex', flexDirection: 'column' },
  head: { display: 'flex', alignItems: 'center', columnGap: '8px', padding: '20px 16px 12px 24px', flexShrink: 0 },
  body: { flex: '1 1 auto', minHeight: 0, overflowY: 'auto', padding: '0 24px 20px', display: 'flex', flexDirection: 'column', rowGap: '16px', '& > *': { flexShrink: 0 } },
  foot: { display: 'flex', alignItems: 'center', columnGap: '8px', minHeight: '60px', boxSizing: 'border-box', padding: '12px 24px', borderTop: `1px solid ${T.colorNeutralStroke2}`, backgroundColor: T.colorNeutralBackground2, flexShrink: 0 },
});

type Props = { title: string; footer: ReactNode; onClose: () => void; onSave?: () => void; children: ReactNode; testId: string };

/** A dialog of 720 px: its body scrolls, its footer stays. Ctrl Enter saves. */
export function WideDialog({ title, footer, onClose, onSave, children, testId }: Props) {
  const s = useStyles();
  const text = useText();
  const id = useId();
  useFocusBack(true);
  const onKeyDown = (event: KeyboardEvent) => { if (event.key === 'Enter' && event.ctrlKey && onSave) { event.preventDefault(); onSave(); } };
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <DialogSurface className={s.surface} aria-labelledby={id} onKeyDown={onKeyDown} data-testid={testId}>
        <div className={s.head}><h2 id={id} className={text.drawerTitle}>{title}</h2><span className={text.grow} /><Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('action.close')} onClick={onClose} /></div>
        <div className={s.body}>{children}</div>
        <div className={s.foot}>{footer}</div>
      </DialogSurface>
    </Dialog>
  );
}
