import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import type { AffectedCounts } from '../../api';
import { addWords, t } from '../../strings';
import { whereUsed } from '../../strings/en/whereUsed';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

addWords(whereUsed);

const useStyles = makeStyles({
  numbers: { display: 'grid', gridAutoFlow: 'column', gridAutoColumns: 'minmax(0,1fr)', '& > * + *': { borderLeft: `1px solid ${T.colorNeutralStroke3}` } },
  number: { padding: '12px 10px 12px 12px', display: 'flex', flexDirection: 'column', minWidth: 0 },
  big: { fontSize: T.fontSizeBase600, lineHeight: T.lineHeightBase600, fontWeight: 600 },
  attention: { color: T.colorStatusWarningForeground3 },
});

const numbers: [keyof AffectedCounts, 'affected.credentials' | 'affected.connections' | 'affected.places' | 'affected.programs' | 'affected.people' | 'affected.unresolvedCount' | 'affected.hiddenCount'][] = [
  ['credentials', 'affected.credentials'], ['connections', 'affected.connections'], ['places', 'affected.places'], ['programs', 'affected.programs'], ['people', 'affected.people'], ['unresolved', 'affected.unresolvedCount'], ['hidden', 'affected.hiddenCount'],
];

/** How much of each kind uses a thing. */
export function Numbers({ counts }: { counts: AffectedCounts }) {
  const s = useStyles();
  const text = useText();
  const shown = numbers.filter(([what]) => counts[what] > 0 || what === 'connections' || what === 'places');
  return (
    <div className={mergeClasses(text.card, s.numbers)}>
      {shown.map(([what, words]) => <div key={what} className={s.number} data-testid={partIds.affected.count(what)}><span className={mergeClasses(s.big, text.num, (what === 'unresolved' || what === 'hidden') && s.attention)}>{counts[what]}</span><span className={mergeClasses(text.small, text.muted)}>{t(words, { n: counts[what] })}</span></div>)}
    </div>
  );
}
