import { Button, makeStyles, mergeClasses, tokens as T, Tooltip } from '@fluentui/react-components';
import { Copy16Regular } from '@fluentui/react-icons';
import { t } from '../strings';
import { useText } from '../theme';

const useStyles = makeStyles({
  all: { position: 'relative' },
  box: { display: 'block', fontSize: T.fontSizeBase200, lineHeight: '18px', backgroundColor: T.colorNeutralBackground3, borderRadius: T.borderRadiusMedium, padding: '8px 44px 8px 10px', overflowWrap: 'anywhere', userSelect: 'text' },
  button: { position: 'absolute', right: '4px', top: '50%', transform: 'translateY(-50%)' },
});

/** Where something is in Azure, without the part that is the same for all of a vault. */
const shorten = (command: string) => command.replace(/\/subscriptions\/[^\s'"]*?(?=\/vaults\/)/gu, '…');

/** A command that mends something: shown, and copied whole by whoever is told to. */
export function CommandBox({ command, onCopy, testId }: { command: string; onCopy: (command: string) => void; testId?: string }) {
  const s = useStyles();
  const text = useText();
  return (
    <div className={s.all}>
      <code className={mergeClasses(text.mono, s.box)} title={command}>{shorten(command)}</code>
      <Tooltip content={t('action.copyCommand')} relationship="label"><Button appearance="subtle" icon={<Copy16Regular />} className={s.button} onClick={() => onCopy(command)} data-testid={testId} /></Tooltip>
    </div>
  );
}
