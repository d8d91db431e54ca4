import { Field, Input, Textarea } from '@fluentui/react-components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { StepProps } from './index';

export function NameStep({ draft, change, problem }: StepProps) {
  const text = useText();
  const length = [...draft.name.trim()].length;
  return (
    <>
      <Field label={t('credential.name.label')} required validationMessage={problem('name')} hint={length >= 80 ? t('wizard.counter', { n: length }) : undefined}>
        <Input value={draft.name} onChange={(_, data) => change({ name: data.value })} spellCheck={false} autoComplete="off" data-field="name" data-testid={ids.wizard.name} />
      </Field>
      <Field label={<>{t('credential.description')} <span className={text.muted}>{t('field.optional')}</span></>} validationMessage={problem('description')}>
        <Textarea rows={3} value={draft.description} onChange={(_, data) => change({ description: data.value })} data-field="description" data-testid={ids.wizard.description} />
      </Field>
    </>
  );
}
