import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { addWords, t } from '../../strings';
import { newer } from '../../strings/en/newer';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

addWords(newer);

// A long text shows enough of itself to be told from what was typed.
const useStyles = makeStyles({ line: { marginTop: '4px', overflowWrap: 'anywhere', display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: '4', overflow: 'hidden' } });

/** A field as it is now; no text: it is a secret, of which nothing is shown. */
export type NewerField = { label: string; text: string | null };
type Props = { message: string; fields: readonly NewerField[]; busy: boolean; onTake: () => void; onOver: () => void };

/** Somebody else changed what is being edited: what it is now, and the two ways on. What was typed stays until one is taken. */
export function Newer({ message, fields, busy, onTake, onOver }: Props) {
  const style = mergeClasses(useText().small, useStyles().line);
  const waits = busy || fields.length === 0;
  const once = (go: () => void) => () => { if (!waits) go(); };
  return (
    <MessageBar intent="warning" layout="multiline" data-testid={partIds.newer.bar}>
      <MessageBarBody>
        {message} {t('newer.kept')}
        {fields.map(({ label, text }) => <div key={label} className={style}>{text === null ? t('newer.secret', { field: label }) : t('newer.now', { field: label, text: text === '' ? t('newer.empty') : text })}</div>)}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" disabledFocusable={waits} onClick={once(onTake)} data-testid={partIds.newer.take}>{t('newer.take')}</Button>
        <Button size="small" disabledFocusable={waits} onClick={once(onOver)} data-testid={partIds.newer.over}>{t('newer.over')}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
