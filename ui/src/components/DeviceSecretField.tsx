import { Field, Textarea } from '@fluentui/react-components';
import { t } from '../strings';
import { useText } from '../theme';

/** Whether it can be a device secret at all: eight groups of four. */
export const isWhole = (typed: string): boolean => typed.replace(/[\s-]/g, '').length === 32;

/** The groups as people type them; Rust compares them. */
export function DeviceSecretField({ value, onChange, testId, autoFocus = false, problem }: { value: string; onChange: (value: string) => void; testId: string; autoFocus?: boolean; problem?: string }) {
  const text = useText();
  return (
    <Field label={t('secret.title')} required hint={t('secret.hint')} validationMessage={problem}>
      <Textarea textarea={{ className: text.mono }} rows={2} autoFocus={autoFocus} value={value} onChange={(_, data) => onChange(data.value)} spellCheck={false} autoComplete="off" data-testid={testId} />
    </Field>
  );
}
