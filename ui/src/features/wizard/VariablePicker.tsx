import { Button, Combobox, Field, Option } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { variablesQuery, type VariableKind } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useWizardStyles } from './wizard.styles';

type Props = { label: string; kind: VariableKind; chosen: string | null; chosenLabel: string; onChoose: (id: string, label: string) => void; onNew: () => void; problem: string | undefined; field: string; testId: string; newTestId: string };

/** A variable of one kind: type to filter, choose, or make a new one. */
export function VariablePicker({ label, kind, chosen, chosenLabel, onChoose, onNew, problem, field, testId, newTestId }: Props) {
  const s = useWizardStyles();
  const text = useText();
  const [typed, setTyped] = useState(chosenLabel);
  useEffect(() => setTyped(chosenLabel), [chosenLabel]);
  const search = typed === chosenLabel ? '' : typed;
  const { data } = useInfiniteQuery(variablesQuery({ search, filter: 'all', kinds: [kind], stores: [], vaultId: null, sort: 'displayName', direction: 'ascending' }));
  const rows = data?.pages.flatMap((page) => page.rows).slice(0, 100) ?? [];
  return (
    <div className={s.pick}>
      <Field label={label} required validationMessage={problem} className={s.wide}>
        <Combobox
          value={typed} selectedOptions={chosen ? [chosen] : []} placeholder={t(kind === 'text' ? 'wizard.choose.text' : 'wizard.choose.secret')} data-field={field} data-testid={testId}
          onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(chosenLabel)}
          onOptionSelect={(_, option) => { if (option.optionValue) onChoose(option.optionValue, option.optionText ?? ''); }}
        >
          {rows.length === 0 && <Option disabled text="" value="">{t('wizard.none')}</Option>}
          {rows.map((row) => (
            <Option key={row.id} value={row.id} text={row.displayName} data-testid={ids.wizard.option(row.name)}>
              <span className={s.option}><span className={text.cut}>{row.displayName}</span><span className={s.mono}>{row.name}</span></span>
            </Option>
          ))}
        </Combobox>
      </Field>
      <Button icon={<Add16Regular />} onClick={onNew} data-testid={newTestId}>{t('wizard.new')}</Button>
    </div>
  );
}
