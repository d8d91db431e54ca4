import { Button, Link, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../api';
import { addWords, t } from '../strings';
import { deviceSecret } from '../strings/en/deviceSecret';
import { ids } from '../testIds';
import { partIds } from '../testIds.parts';
import { DeviceSecretField, isWhole } from './DeviceSecretField';
import { PasswordField } from './PasswordField';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '8px', alignItems: 'stretch' }, end: { alignSelf: 'flex-start' } });

addWords(deviceSecret);

const at = partIds.secret;

/** A backup is opened with its own master password, or with its recovery code alone; Rust asks for the file. */
export function RestoreBackup({ onRestored }: { onRestored: (session: SessionView) => void }) {
  const s = useStyles();
  const [password, setPassword] = useState('');
  // Null until a backup asks for it.
  const [secret, setSecret] = useState<string | null>(null);
  // Null until a person wants to use it.
  const [code, setCode] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const groups = useRef<HTMLTextAreaElement>(null);
  const restore = useMutation({
    gcTime: 0,
    mutationFn: () => unwrap(commands.backupRestore(code === null ? password : '', code === null ? secret || null : null, code)),
    onError: (error) => {
      const { code: why } = asUiError(error);
      if (why.startsWith('deviceSecret')) setSecret((typed) => typed ?? '');
      (why === 'wrongPassword' ? field.current : groups.current)?.focus();
    },
    onSuccess: (session) => { if (session) { setPassword(''); setSecret(null); setCode(null); setTried(false); onRestored(session); } },
  });
  const typed = code ?? secret;
  const short = typed !== null && !isWhole(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (restore.isPending) return;
    if (code === null && password === '') return field.current?.focus();
    if (short) return groups.current?.focus();
    restore.mutate();
  };
  const turn = (to: string | null) => { setCode(to); setTried(false); restore.reset(); };
  const problem = tried && short ? t(code === null ? 'secret.bad' : 'restore.badCode') : undefined;
  return (
    <form className={s.form} onSubmit={submit} noValidate>
      {code === null && <PasswordField ref={field} label={t('restore.password')} required value={password} onChange={setPassword} testId={ids.open.backupPassword} validationMessage={tried && password === '' ? t('first.passwordEmpty') : undefined} />}
      {code === null && secret !== null && <DeviceSecretField ref={groups} autoFocus value={secret} onChange={setSecret} testId={at.groups} problem={problem} />}
      {code !== null && <DeviceSecretField ref={groups} autoFocus label={t('restore.code')} value={code} onChange={setCode} testId={at.backupCode} problem={problem} />}
      {restore.error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(restore.error).message} {asUiError(restore.error).hint}</MessageBarBody></MessageBar>}
      <Link as="button" type="button" className={s.end} onClick={() => turn(code === null ? '' : null)} data-testid={at.backupOther}>{t(code === null ? 'secret.lost' : 'restore.byPassword')}</Link>
      <Button type="submit" className={s.end} disabledFocusable={restore.isPending} data-testid={ids.open.backup}>{t('restore.choose')}</Button>
    </form>
  );
}
