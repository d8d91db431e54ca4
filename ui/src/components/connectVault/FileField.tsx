import { Button, Field, makeStyles, mergeClasses } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { asUiError, commands, unwrap, type FilePurpose, type PickedFile } from '../../api';
import { t } from '../../strings';
import { useText } from '../../theme';

const useStyles = makeStyles({ button: { flexShrink: 0 } });

type Props = { label: string; purpose: FilePurpose; picked: string | null; onPicked: (file: PickedFile) => void; hint?: string; required?: boolean; problem?: string; testId: string };

/** A file that Rust opens; the window learns its name only. */
export function FileField({ label, purpose, picked, onPicked, hint, required = false, problem, testId }: Props) {
  const s = useStyles();
  const text = useText();
  const pick = useMutation({ mutationFn: () => unwrap(commands.filePick(purpose)), onSuccess: (file) => { if (file) onPicked(file); } });
  return (
    <Field label={label} required={required} hint={hint} validationMessage={problem ?? (pick.error ? asUiError(pick.error).message : undefined)}>
      {(slot) => (
        <div role="group" aria-labelledby={slot['aria-labelledby']} aria-describedby={slot['aria-describedby']} aria-label={label} className={text.row}>
          <bdi className={mergeClasses(text.grow, text.cut, picked === null && text.muted)} title={picked ?? undefined}>{picked ?? t('connect.noFile')}</bdi>
          <Button className={s.button} onClick={() => pick.mutate()} disabledFocusable={pick.isPending} aria-label={`${t(picked ? 'connect.chooseOther' : 'connect.choose')}, ${label}`} data-testid={testId}>{t(picked ? 'connect.chooseOther' : 'connect.choose')}</Button>
        </div>
      )}
    </Field>
  );
}
