import { Button, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { PasswordField } from './PasswordField';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '8px', alignItems: 'stretch' }, end: { alignSelf: 'flex-start' } });

/** A backup is opened with its own master password; Rust asks for the file. */
export function RestoreBackup({ onRestored }: { onRestored: (session: SessionView) => void }) {
  const s = useStyles();
  const [password, setPassword] = useState('');
  const restore = useMutation({
    gcTime: 0,
    mutationFn: () => unwrap(commands.backupRestore(password)),
    onSuccess: (session) => { if (session) { setPassword(''); onRestored(session); } },
  });
  return (
    <form className={s.form} onSubmit={(event) => { event.preventDefault(); restore.mutate(); }} noValidate>
      <PasswordField label={t('restore.password')} required value={password} onChange={setPassword} testId={ids.open.backupPassword} />
      {restore.error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(restore.error).message} {asUiError(restore.error).hint}</MessageBarBody></MessageBar>}
      <Button type="submit" className={s.end} disabledFocusable={password === '' || restore.isPending} data-testid={ids.open.backup}>{t('restore.choose')}</Button>
    </form>
  );
}
