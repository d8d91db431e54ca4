import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens as T } from '@fluentui/react-components';
import { ids } from '../testIds';
import { useFocusBack } from './useFocusBack';

const useStyles = makeStyles({
  surface: { maxWidth: '440px', borderRadius: T.borderRadiusXLarge, boxShadow: T.shadow64 },
  danger: { backgroundColor: T.colorStatusDangerBackground3, color: T.colorNeutralForegroundOnBrand, ':hover': { backgroundColor: T.colorStatusDangerBackground3Hover, color: T.colorNeutralForegroundOnBrand } },
});

type Props = { open: boolean; title: string; body: string; yes: string; no: string; danger?: boolean; onYes: () => void; onNo: () => void };

/** A question whose buttons are verbs; focus starts on the harmless one. */
export function ConfirmDialog({ open, title, body, yes, no, danger = false, onYes, onNo }: Props) {
  const s = useStyles();
  useFocusBack(open);
  return (
    <Dialog open={open} modalType="alert" onOpenChange={(_, data) => { if (!data.open) onNo(); }}>
      <DialogSurface className={s.surface} data-testid={ids.confirm.dialog}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{body}</DialogContent>
          <DialogActions>
            <Button onClick={onNo} data-testid={ids.confirm.no} autoFocus>{no}</Button>
            <Button appearance="primary" className={danger ? s.danger : undefined} onClick={onYes} data-testid={ids.confirm.yes}>{yes}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
