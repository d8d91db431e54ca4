import { Button, makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Copy16Regular } from '@fluentui/react-icons';
import { t } from '../strings';
import { useText } from '../theme';

const useStyles = makeStyles({
  box: { fontSize: T.fontSizeBase200, lineHeight: '18px', backgroundColor: T.colorNeutralBackground3, borderRadius: T.borderRadiusMedium, padding: '8px 10px', overflowX: 'auto', overflowWrap: 'anywhere', userSelect: 'text' },
  button: { alignSelf: 'flex-start', marginTop: '8px' },
});

/** A command that mends something: shown, and copied whole by whoever is told to. */
export function CommandBox({ command, shown, onCopy, testId }: { command: string; shown?: string; onCopy: (command: string) => void; testId?: string }) {
  const s = useStyles();
  const text = useText();
  return (
    <div className={text.col}>
      <code className={mergeClasses(text.mono, s.box)}>{shown ?? command}</code>
      <Button size="small" icon={<Copy16Regular />} className={s.button} onClick={() => onCopy(command)} data-testid={testId}>{t('action.copyCommand')}</Button>
    </div>
  );
}
