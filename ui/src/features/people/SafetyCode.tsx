import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { t } from '../../strings';
import { useText } from '../../theme';

const useStyles = makeStyles({ words: { listStyleType: 'none', margin: 0, padding: '8px', display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(64px, 1fr))', rowGap: '4px', borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground3, textAlign: 'center', lineHeight: '24px', fontSize: T.fontSizeBase200, outline: `1px solid ${T.colorTransparentStroke}`, userSelect: 'text' } });

/** Ten words that two people read to each other. */
export function SafetyCode({ words, label = t('person.code') }: { words: readonly string[]; label?: string }) {
  const s = useStyles();
  const text = useText();
  return <ol aria-label={label} className={mergeClasses(text.mono, s.words)}>{words.map((word, i) => <li key={`${i} ${word}`}>{word}</li>)}</ol>;
}
