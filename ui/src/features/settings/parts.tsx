import { Dropdown, Option, Switch } from '@fluentui/react-components';
import { useId, type ReactNode, type Ref } from 'react';
import { useSettingsStyles } from './settings.styles';

export function Part({ title, children }: { title: string; children: ReactNode }) {
  const s = useSettingsStyles();
  return <section><h2 className={s.title}>{title}</h2><div className={s.card}>{children}</div></section>;
}

export function SettingRow({ title, sub, id, children }: { title: string; sub?: string; id?: string; children: ReactNode }) {
  const s = useSettingsStyles();
  return <div className={s.row}><span className={s.words}><span id={id}>{title}</span>{sub && <span className={s.sub}>{sub}</span>}</span>{children}</div>;
}

type ChoiceProps<V extends string | number> = { title: string; sub?: string; value: V; options: readonly V[]; words: (value: V) => string; onChange: (value: V) => void; testId: string };

/** One of several, saved at once. */
export function ChoiceRow<V extends string | number>({ title, sub, value, options, words, onChange, testId }: ChoiceProps<V>) {
  const s = useSettingsStyles();
  const id = useId();
  const all = options.includes(value) ? options : [...options, value];
  return (
    <SettingRow title={title} sub={sub} id={id}>
      <Dropdown className={s.choice} aria-labelledby={id} value={words(value)} selectedOptions={[String(value)]} data-testid={testId} onOptionSelect={(_, data) => { const chosen = all.find((one) => String(one) === data.optionValue); if (chosen !== undefined) onChange(chosen); }}>
        {all.map((one) => <Option key={String(one)} value={String(one)}>{words(one)}</Option>)}
      </Dropdown>
    </SettingRow>
  );
}

type SwitchProps = { title: string; sub?: string; on: boolean; onChange: (on: boolean) => void; testId: string; busy?: boolean; input?: Ref<HTMLInputElement> };

/** On or off, saved at once. While that takes its time it keeps the focus and takes no other answer. */
export function SwitchRow({ title, sub, on, onChange, testId, busy = false, input }: SwitchProps) {
  const id = useId();
  return <SettingRow title={title} sub={sub} id={id}><Switch ref={input} aria-labelledby={id} aria-disabled={busy} checked={on} onChange={(_, data) => { if (!busy) onChange(data.checked); }} data-testid={testId} /></SettingRow>;
}
