import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { asUiError, commands, keys, sessionQuery, unwrap } from '../../api';
import { useToast } from '../../components';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { PasswordField } from '../../components/PasswordField';
import { RecoveryCode } from '../../components/RecoveryCode';
import { useStrength } from '../../components/useStrength';
import { addWords, t } from '../../strings';
import { firstRun } from '../../strings/en/firstRun';
import { recovery } from '../../strings/en/recovery';
import { ids } from '../../testIds';
import { DeviceSecretPart } from './DeviceSecretPart';
import { Modal, Problem } from './Modal';
import { Part, SettingRow, SwitchRow } from './parts';

addWords(firstRun);
addWords(recovery);

/** Password, recovery code, key store: each opens the workspace by itself. */
export function WaysSection() {
  const { data: session } = useQuery(sessionQuery);
  const [open, setOpen] = useState<'password' | 'code' | null>(null);
  const keyStore = useKeyStore();
  const close = () => setOpen(null);
  return (
    <>
      <Part title={t('settings.ways')}>
        <SettingRow title={t('ways.password')} sub={t(session?.needsDeviceSecret ? 'ways.passwordWithSub' : 'ways.passwordSub')}><Button onClick={() => setOpen('password')} data-testid={ids.settings.changePassword}>{t('ways.change')}</Button></SettingRow>
        <SettingRow title={t('ways.recovery')} sub={t('ways.recoverySub')}><Button onClick={() => setOpen('code')} data-testid={ids.settings.newCode}>{t('ways.newCode')}</Button></SettingRow>
        <SwitchRow title={t('ways.keyStore')} sub={keyStore.busy ? t('ways.keyStoreAsking') : t(session?.needsDeviceSecret ? 'ways.keyStoreWithSub' : 'ways.keyStoreSub')} on={keyStore.wanted ?? session?.keyStore === 'ready'} busy={keyStore.busy} input={keyStore.input} onChange={keyStore.set} testId={ids.settings.keyStore} />
      </Part>
      {keyStore.problem !== null && <Problem error={keyStore.problem} busy={keyStore.busy} onRetry={keyStore.again} testId={ids.settings.keyStoreAgain} />}
      <DeviceSecretPart />
      {open === 'password' && <ChangePassword onClose={close} />}
      {open === 'code' && <NewCode onClose={close} />}
    </>
  );
}

/** Lets the key store open the workspace, or not. It may be silent for seconds; why it did not work stays until it does. */
function useKeyStore() {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const change = useMutation({
    mutationFn: (on: boolean) => unwrap(commands.keyStoreSet(on)),
    onSuccess: (next) => {
      client.setQueryData(keys.session, next);
      if (problem !== null) input.current?.focus();
      setProblem(null);
    },
    onError: setProblem,
  });
  const again = () => { if (!change.isPending) change.mutate(change.variables ?? true); };
  return { input, problem, again, busy: change.isPending, wanted: change.isPending ? change.variables : null, set: (on: boolean) => change.mutate(on) };
}

function ChangePassword({ onClose }: { onClose: () => void }) {
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const strength = useStrength(password);
  const change = useMutation({ mutationFn: () => unwrap(commands.passwordChange(current, password)), onSuccess: () => { toast(t('ways.changed')); onClose(); } });
  const save = () => { setTried(true); if (passwordIsGood(password, repeat, strength) && current !== '' && !change.isPending) change.mutate(); };
  const wrong = change.error && asUiError(change.error).code === 'wrongPassword';
  return (
    <Modal title={t('ways.changeTitle')} onClose={onClose} actions={<><Button onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" disabledFocusable={change.isPending} onClick={save} data-testid={ids.settings.savePassword}>{t('ways.change')}</Button></>}>
      {change.error && !wrong && <Problem error={change.error} />}
      <PasswordField label={t('ways.current')} required autoFocus value={current} onChange={setCurrent} testId={ids.settings.current} validationMessage={wrong ? asUiError(change.error).message : tried && current === '' ? t('first.passwordEmpty') : undefined} />
      <NewPassword label={t('ways.new')} repeatLabel={t('first.repeat')} password={password} repeat={repeat} strength={strength} onPassword={setPassword} onRepeat={setRepeat} tried={tried} emptyText={t('first.passwordEmpty')} ids={{ password: ids.settings.newPassword, repeat: ids.settings.repeat }} />
    </Modal>
  );
}

function NewCode({ onClose: close }: { onClose: () => void }) {
  const [current, setCurrent] = useState('');
  const renew = useMutation({ gcTime: 0, mutationFn: () => unwrap(commands.recoveryCodeRenew(current)) });
  // Rust forgets the code with the dialog.
  const kept = () => { void commands.workspaceDiscard(); close(); };
  const onClose = () => { if (!renew.isPending) close(); };
  if (renew.data) {
    return <Modal title={t('recovery.title')} actions={<Button appearance="primary" onClick={kept} data-testid={ids.settings.codeKept}>{t('ways.newCodeDone')}</Button>}><span>{t('recovery.sub')}</span><div><RecoveryCode groups={renew.data.groups} /></div></Modal>;
  }
  return (
    <Modal title={t('ways.newCodeTitle')} onClose={onClose} actions={<><Button disabledFocusable={renew.isPending} onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" disabledFocusable={current === '' || renew.isPending} onClick={() => { if (current !== '' && !renew.isPending) renew.mutate(); }} data-testid={ids.settings.codeKept}>{t('ways.newCode')}</Button></>}>
      <span>{t('ways.newCodeBody')}</span>
      <PasswordField label={t('ways.current')} required autoFocus value={current} onChange={setCurrent} testId={ids.settings.current} validationMessage={renew.error ? asUiError(renew.error).message : undefined} />
    </Modal>
  );
}
