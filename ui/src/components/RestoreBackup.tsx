import { Button, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../api';
import { addWords, t } from '../strings';
import { deviceSecret } from '../strings/en/deviceSecret';
import { ids } from '../testIds';
import { partIds } from '../testIds.parts';
import { DeviceSecretField } from './DeviceSecretField';
import { PasswordField } from './PasswordField';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '8px', alignItems: 'stretch' }, end: { alignSelf: 'flex-start' } });

addWords(deviceSecret);

/** A backup is opened with its own master password; Rust asks for the file. */
export function RestoreBackup({ onRestored }: { onRestored: (session: SessionView) => void }) {
  const s = useStyles();
  const [password, setPassword] = useState('');
  // Null until a backup asks for it.
  const [secret, setSecret] = useState<string | null>(null);
  const restore = useMutation({
    gcTime: 0,
    mutationFn: () => unwrap(commands.backupRestore(password, secret || null)),
    onError: (error) => { if (asUiError(error).code === 'deviceSecretMissing') setSecret((typed) => typed ?? ''); },
    onSuccess: (session) => { if (session) { setPassword(''); setSecret(null); onRestored(session); } },
  });
  return (
    <form className={s.form} onSubmit={(event) => { event.preventDefault(); restore.mutate(); }} noValidate>
      <PasswordField label={t('restore.password')} required value={password} onChange={setPassword} testId={ids.open.backupPassword} />
      {secret !== null && <DeviceSecretField value={secret} onChange={setSecret} testId={partIds.secret.groups} />}
      {restore.error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(restore.error).message} {asUiError(restore.error).hint}</MessageBarBody></MessageBar>}
      <Button type="submit" className={s.end} disabledFocusable={password === '' || restore.isPending} data-testid={ids.open.backup}>{t('restore.choose')}</Button>
    </form>
  );
}
