import { mergeClasses } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { t } from '../../strings';
import { useCardStyles } from './unlock.styles';

/** One card in the middle, a line at the foot. */
export function Frame({ children, foot, small = false }: { children: ReactNode; foot: ReactNode; small?: boolean }) {
  const s = useCardStyles();
  return (
    <div className={s.back}>
      <main className={s.middle}><div className={mergeClasses(s.card, small && s.small)}>{children}</div></main>
      <footer className={mergeClasses(s.foot, s.noPrint)}>{foot}</footer>
    </div>
  );
}

/** Which of the two steps of the first run this is. */
export function TwoSteps({ at }: { at: 1 | 2 }) {
  const s = useCardStyles();
  return (
    <div className={mergeClasses(s.steps, s.noPrint)} role="img" aria-label={t('first.steps', { n: at })}>
      <span className={mergeClasses(s.dot, s.dotOn)}>{at > 1 ? <Checkmark12Filled /> : 1}</span><span className={mergeClasses(at === 1 && s.stepOn)}>{t('first.step1')}</span>
      <span className={s.dash} />
      <span className={mergeClasses(s.dot, at === 2 && s.dotOn)}>2</span><span className={mergeClasses(at === 2 && s.stepOn)}>{t('first.step2')}</span>
    </div>
  );
}
