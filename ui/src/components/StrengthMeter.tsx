import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { t } from '../strings';
import { useText } from '../theme';

const useStyles = makeStyles({
  bars: { display: 'grid', gridTemplateColumns: 'repeat(4,1fr)', columnGap: '4px', marginTop: '8px' },
  bar: { height: '4px', borderRadius: '2px', backgroundColor: T.colorNeutralBackground6, outline: `1px solid ${T.colorTransparentStroke}` },
  weak: { backgroundColor: T.colorStatusDangerForeground1 },
  fair: { backgroundColor: T.colorStatusWarningForeground3 },
  good: { backgroundColor: T.colorStatusSuccessForeground1 },
  words: { display: 'flex', justifyContent: 'space-between', columnGap: '12px', marginTop: '6px', fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200, minHeight: '16px' },
});

/** Four bars and a word; the strength itself comes from Rust. */
export function StrengthMeter({ bars, advice, testId }: { bars: number | null; advice: string | null; testId?: string }) {
  const s = useStyles();
  const text = useText();
  const level = bars === null ? 0 : Math.max(1, Math.min(4, bars));
  const tone = level <= 1 ? s.weak : level === 2 ? s.fair : s.good;
  const word = bars === null ? '' : t(`strength.${level as 1 | 2 | 3 | 4}`);
  return (
    <div data-testid={testId}>
      <div role="meter" aria-label={t('strength.label')} aria-valuemin={0} aria-valuemax={4} aria-valuenow={level} aria-valuetext={word || '–'} className={s.bars}>
        {[1, 2, 3, 4].map((n) => <span key={n} className={mergeClasses(s.bar, n <= level && tone)} />)}
      </div>
      <div className={s.words}><span>{word}</span><span className={text.muted}>{advice}</span></div>
    </div>
  );
}
