import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons';
import { hover, useText } from '../theme';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: '4px' },
  step: { display: 'grid', gridTemplateColumns: '24px 1fr', columnGap: '12px', padding: '8px', borderRadius: T.borderRadiusMedium, alignItems: 'start', width: '100%', boxSizing: 'border-box', textAlign: 'left', border: 'none', background: 'none', font: 'inherit', color: 'inherit' },
  button: { cursor: 'pointer', ':hover': { backgroundColor: hover.three }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  on: { backgroundColor: T.colorNeutralBackground1, boxShadow: T.shadow2, outline: `1px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-1px' },
  number: { width: '24px', height: '24px', boxSizing: 'border-box', borderRadius: '12px', display: 'grid', placeItems: 'center', fontSize: T.fontSizeBase200, fontWeight: 600, border: `1px solid ${T.colorNeutralStroke1}`, color: T.colorNeutralForeground3, backgroundColor: T.colorNeutralBackground1 },
  numberOn: { backgroundColor: T.colorBrandBackground, border: `1px solid ${T.colorBrandBackground}`, color: T.colorNeutralForegroundOnBrand },
  numberDone: { border: `1px solid ${T.colorBrandStroke1}`, color: T.colorBrandForeground1 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  title: { lineHeight: '24px' },
});

export type Step = { id: string; title: string; sub: string };

/** The steps of a wizard: visited ones are buttons, later ones are not. */
export function StepRail({ steps, current, visited, onStep, testId }: { steps: readonly Step[]; current: number; visited: number; onStep: (index: number) => void; testId?: (id: string) => string }) {
  const s = useStyles();
  const text = useText();
  return (
    <ol className={s.list}>
      {steps.map((step, i) => {
        const on = i === current;
        const body = (
          <>
            <span className={mergeClasses(s.number, on && s.numberOn, !on && i <= visited && s.numberDone)}>{!on && i <= visited ? <Checkmark12Filled aria-hidden /> : i + 1}</span>
            <span className={s.words}><span className={mergeClasses(s.title, on && text.strong, i > visited && text.muted)}>{step.title}</span><span className={mergeClasses(text.small, text.muted)}>{step.sub}</span></span>
          </>
        );
        return (
          <li key={step.id} aria-current={on ? 'step' : undefined}>
            {!on && i <= visited
              ? <button type="button" className={mergeClasses(s.step, s.button)} onClick={() => onStep(i)} data-testid={testId?.(step.id)}>{body}</button>
              : <div className={mergeClasses(s.step, on && s.on)}>{body}</div>}
          </li>
        );
      })}
    </ol>
  );
}
