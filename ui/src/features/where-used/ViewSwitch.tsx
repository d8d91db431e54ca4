import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import type { KeyboardEvent, ReactNode } from 'react';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';

const useStyles = makeStyles({
  all: { display: 'inline-flex', padding: '2px', borderRadius: T.borderRadiusMedium, backgroundColor: T.colorNeutralBackground4, flexShrink: 0 },
  one: { display: 'inline-flex', alignItems: 'center', columnGap: '6px', height: '28px', padding: '0 12px', border: 'none', background: 'none', font: 'inherit', fontSize: T.fontSizeBase300, borderRadius: T.borderRadiusSmall, color: T.colorNeutralForeground2, cursor: 'pointer', ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  on: { backgroundColor: T.colorNeutralBackground1, boxShadow: T.shadow2, fontWeight: 600, color: T.colorNeutralForeground1, outline: `1px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-1px' },
});

type Props = { graph: boolean; onChange: (graph: boolean) => void; options: { id: 'table' | 'graph'; label: string; icon: ReactNode }[] };

/** Table or Graph: one of two, by click or arrow. */
export function ViewSwitch({ graph, onChange, options }: Props) {
  const s = useStyles();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(event.key) || event.altKey) return;
    event.preventDefault();
    onChange(!graph);
    (event.currentTarget.children[graph ? 0 : 1] as HTMLElement | undefined)?.focus();
  };
  return (
    <div role="radiogroup" aria-label={t('used.view')} className={s.all} onKeyDown={onKeyDown}>
      {options.map(({ id, label, icon }) => { const on = (id === 'graph') === graph; return <button key={id} type="button" role="radio" aria-checked={on} tabIndex={on ? 0 : -1} className={mergeClasses(s.one, on && s.on)} onClick={() => onChange(id === 'graph')} data-testid={partIds.used.view(id)}>{icon}{label}</button>; })}
    </div>
  );
}
