import { Link } from '@fluentui/react-components';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useNewVariableStyles } from './newVariable.styles';
import type { NewForm } from './newVariable.types';
import { PasswordField } from './PasswordField';
import { StrengthMeter } from './StrengthMeter';
import { useStrength } from './useStrength';

type Props = { form: NewForm; set: (patch: Partial<NewForm>) => void; problem: (field: string) => string | undefined };

/** A password kept here: typed twice with its strength, or generated. */
export function DeviceFields({ form, set, problem }: Props) {
  const s = useNewVariableStyles();
  const text = useText();
  const strength = useStrength(form.handle ? '' : form.value);
  if (form.handle) return <span>{t('generate.done', { n: form.length })} <Link onClick={() => set({ handle: null })}>{t('generate.other')}</Link></span>;
  const match = form.repeat !== '' && form.repeat === form.value;
  const differ = form.repeat !== '' && !match && form.repeat.length >= form.value.length;
  const repeat = match ? t('variable.match') : (problem('repeat') ?? (differ ? t('variable.differ') : undefined));
  const length = [...form.value].length;
  return (
    <div className={s.two}>
      <PasswordField
        label={t('value.password')} required value={form.value} onChange={(value) => set({ value })} testId={ids.newVariable.value} validationState={problem('value') ? 'error' : 'none'} validationMessage={problem('value')}
        after={<><StrengthMeter bars={strength?.bars ?? null} advice={strength && strength.bars < 4 ? strength.advice : null} />{length > 0 && <span className={text.small}>{t('variable.characters', { n: length })}</span>}</>}
      />
      <PasswordField label={t('variable.repeat')} required value={form.repeat} onChange={(value) => set({ repeat: value })} testId={ids.newVariable.repeat} validationState={match ? 'success' : repeat ? 'error' : 'none'} validationMessage={repeat} />
    </div>
  );
}
