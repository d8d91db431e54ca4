import { Button, Combobox, Field, Option } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { variablesQuery, type VariableKind } from '../../api';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { Where } from './draft';
import { useWizardStyles } from './wizard.styles';

type Props = { label: string; kind: VariableKind; where: Where; chosen: string | null; chosenLabel: string; onChoose: (id: string, label: string) => void; open: boolean; onNew: () => void; problem: string | undefined; field: string; testId: string; newTestId: string };

/** A variable of one kind: type to filter, choose, or make a new one. */
export function VariablePicker({ label, kind, where, chosen, chosenLabel, onChoose, open, onNew, problem, field, testId, newTestId }: Props) {
  const s = useWizardStyles();
  const text = useText();
  const [typed, setTyped] = useState(chosenLabel);
  useEffect(() => setTyped(chosenLabel), [chosenLabel]);
  const search = typed === chosenLabel ? '' : typed;
  const narrowed = kind !== 'text' && where.kind !== null;
  const { data } = useInfiniteQuery(variablesQuery({ search, filter: 'all', kinds: [kind], stores: narrowed && where.kind ? [where.kind] : [], vaultId: narrowed ? (where.vault?.id ?? null) : null, sort: 'displayName', direction: 'ascending' }));
  const rows = data?.pages.flatMap((page) => page.rows).slice(0, 100) ?? [];
  return (
    <div className={s.pick}>
      <Field label={label} required validationMessage={problem} className={s.wide} hint={kind === 'text' ? t('username.help') : undefined}>
        <Combobox
          value={typed} selectedOptions={chosen ? [chosen] : []} placeholder={t(`wizard.choose.${kind}`)} data-field={field} data-testid={testId}
          onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(chosenLabel)}
          onOptionSelect={(_, option) => { if (option.optionValue) onChoose(option.optionValue, option.optionText ?? ''); }}
        >
          {rows.length === 0 && <Option disabled text="" value="">{t('wizard.none')}</Option>}
          {rows.map((row) => (
            <Option key={row.id} value={row.id} text={row.displayName} data-testid={ids.wizard.option(row.name)}>
              <span className={s.option}><span className={text.cut}>{row.displayName}</span><span className={s.mono}>{row.name}{row.store?.kind === 'azureKeyVault' ? `, ${row.store.vaultName ?? ''}` : ''}</span></span>
            </Option>
          ))}
        </Combobox>
      </Field>
      <Button icon={<Add16Regular />} className={s.new} onClick={onNew} aria-expanded={open} aria-label={t('wizard.newOf', { label })} data-testid={newTestId}>{t('wizard.new')}</Button>
    </div>
  );
}
