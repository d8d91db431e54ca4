import { Combobox, Option } from '@fluentui/react-components';
import { t } from '../strings';
import { ids } from '../testIds';

const most = 100;

type Props = { value: string; options: readonly string[]; onChange: (value: string) => void; onBlur?: () => void; note?: string | null; mono?: string; testId?: string; disabled?: boolean; placeholder?: string };

/** A list to choose from that can also be typed into; at most 100 rows are drawn. */
export function ListCombobox({ value, options, onChange, onBlur, note, mono, testId, disabled, placeholder }: Props) {
  const typed = value.trim().toLowerCase();
  const whole = typed === '' || options.some((one) => one.toLowerCase() === typed);
  const found = whole ? options : options.filter((one) => one.toLowerCase().includes(typed));
  const foot = note ?? (options.length === 0 ? t('azure.noneYet') : found.length === 0 ? t('azure.noMatch') : found.length > most ? t('azure.more', { shown: most, n: found.length }) : null);
  return (
    <Combobox
      freeform value={value} selectedOptions={[value]} input={{ className: mono, spellCheck: false, autoComplete: 'off' }} data-testid={testId} disabled={disabled} placeholder={placeholder} onBlur={onBlur} style={{ minWidth: 0 }}
      onInput={(event) => onChange(event.currentTarget.value)}
      onOptionSelect={(_, option) => { if (option.optionValue) onChange(option.optionValue); }}
    >
      {found.slice(0, most).map((one) => <Option key={one} value={one} text={one} data-testid={ids.newVariable.option(one)}>{one}</Option>)}
      {foot && <Option disabled value="" text="">{foot}</Option>}
    </Combobox>
  );
}
