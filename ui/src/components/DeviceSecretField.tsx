import { Field, Textarea } from '@fluentui/react-components';
import { forwardRef, type KeyboardEvent } from 'react';
import { t } from '../strings';
import { useText } from '../theme';

/** Whether it can be a device secret or a recovery code at all: eight groups of four. */
export const isWhole = (typed: string): boolean => typed.replace(/[\s-]/g, '').length === 32;

type Props = { value: string; onChange: (value: string) => void; testId: string; label?: string; autoFocus?: boolean; problem?: string };

// The groups are one line that wraps.
const enter = (event: KeyboardEvent<HTMLTextAreaElement>) => { if (event.key === 'Enter') { event.preventDefault(); event.currentTarget.form?.requestSubmit(); } };

/** The groups as people type them; Rust compares them. */
export const DeviceSecretField = forwardRef<HTMLTextAreaElement, Props>(function DeviceSecretField({ value, onChange, testId, label = t('secret.title'), autoFocus = false, problem }, ref) {
  const text = useText();
  return (
    <Field label={label} required hint={t('secret.hint')} validationMessage={problem}>
      <Textarea ref={ref} textarea={{ className: text.mono, onKeyDown: enter }} rows={2} autoFocus={autoFocus} value={value} onChange={(_, data) => onChange(data.value)} spellCheck={false} autoComplete="off" data-testid={testId} />
    </Field>
  );
});
