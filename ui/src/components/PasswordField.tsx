import { Button, Field, Input, type FieldProps, type InputProps } from '@fluentui/react-components';
import { Eye20Regular, EyeOff20Regular } from '@fluentui/react-icons';
import { forwardRef, useState, type ClipboardEvent } from 'react';
import { t } from '../strings';

type Props = { label: string; value: string; onChange: (value: string) => void; testId?: string; required?: boolean; size?: InputProps['size']; autoFocus?: boolean; after?: React.ReactNode } & Pick<FieldProps, 'validationState' | 'validationMessage' | 'hint'>;

// What stands in a field for a value must not leave by the clipboard.
const keepIn = (event: ClipboardEvent) => event.preventDefault();

/** A field for a secret: dots, an eye, no spell-check, nothing copied out of it. */
export const PasswordField = forwardRef<HTMLInputElement, Props>(function PasswordField({ label, value, onChange, testId, required = false, size = 'medium', autoFocus, after, ...field }, ref) {
  const [shown, setShown] = useState(false);
  return (
    <div>
      <Field label={label} required={required} {...field}>
        <Input
          ref={ref} size={size} type={shown ? 'text' : 'password'} value={value} autoFocus={autoFocus} spellCheck={false} autoComplete="off" autoCorrect="off" autoCapitalize="off" data-testid={testId}
          onChange={(_, data) => onChange(data.value)} onCopy={keepIn} onCut={keepIn}
          contentAfter={<Button appearance="transparent" size="small" icon={shown ? <EyeOff20Regular /> : <Eye20Regular />} aria-label={t(shown ? 'action.hidePassword' : 'action.showPassword')} aria-pressed={shown} onClick={() => setShown(!shown)} />}
        />
      </Field>
      {after}
    </div>
  );
});
