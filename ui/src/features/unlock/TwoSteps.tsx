import { mergeClasses } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons';
import { addWords, t } from '../../strings';
import { firstRun } from '../../strings/en/firstRun';
import { useCardStyles } from './unlock.styles';

addWords(firstRun);

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
