import { Button, Tooltip, type ButtonProps } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

type Props = { icon?: ReactElement; children?: ReactNode; onClick: () => void; reason?: string | null; primary?: boolean; testId?: string; label?: string } & Pick<ButtonProps, 'appearance'>;

/** A command; one that is not allowed stays focusable and says why. */
export function CommandButton({ icon, children, onClick, reason = null, primary = false, testId, label, appearance }: Props) {
  const button = (
    <Button
      appearance={primary ? 'primary' : (appearance ?? 'subtle')} icon={icon} aria-label={label} data-testid={testId}
      disabledFocusable={reason !== null} onClick={reason === null ? onClick : undefined}
    >
      {children}
    </Button>
  );
  return reason === null ? button : <Tooltip content={reason} relationship="description">{button}</Tooltip>;
}

