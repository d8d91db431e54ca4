import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarActions, MessageBarBody, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { asUiError } from '../../api';
import { t } from '../../strings';
import { useSettingsStyles } from './settings.styles';

/** What did not work, and what to do next. */
export const Problem = ({ error, busy = false, onRetry, testId }: { error: unknown; busy?: boolean; onRetry?: () => void; testId?: string }) => (
  <MessageBar intent="error" layout="multiline">
    <MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody>
    {onRetry && <MessageBarActions><Button size="small" disabledFocusable={busy} icon={busy ? <Spinner size="extra-tiny" /> : undefined} onClick={onRetry} data-testid={testId}>{t('action.retry')}</Button></MessageBarActions>}
  </MessageBar>
);

/** A question with its answers, over the settings. Without `onClose` nothing but an answer closes it. */
export function Modal({ title, children, actions, onClose }: { title: string; children: ReactNode; actions: ReactNode; onClose?: () => void }) {
  const s = useSettingsStyles();
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose?.(); }} modalType="alert">
      <DialogSurface><DialogBody><DialogTitle>{title}</DialogTitle><DialogContent className={s.parts}>{children}</DialogContent><DialogActions>{actions}</DialogActions></DialogBody></DialogSurface>
    </Dialog>
  );
}
