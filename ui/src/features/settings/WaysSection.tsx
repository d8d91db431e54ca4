import { Button } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [open, setOpen] = useState<'password' | 'code' | null>(null);
  const keyStore = useMutation({ mutationFn: (on: boolean) => unwrap(commands.keyStoreSet(on)), onSuccess: (next) => client.setQueryData(keys.session, next) });
  const close = () => setOpen(null);
  return (
    <>
      <Part title={t('settings.ways')}>
        <SettingRow title={t('ways.password')} sub={t(session?.needsDeviceSecret ? 'ways.passwordWithSub' : 'ways.passwordSub')}><Button onClick={() => setOpen('password')} data-testid={ids.settings.changePassword}>{t('ways.change')}</Button></SettingRow>
        <SettingRow title={t('ways.recovery')} sub={t('ways.recoverySub')}><Button onClick={() => setOpen('code')} data-testid={ids.settings.newCode}>{t('ways.newCode')}</Button></SettingRow>
        <SwitchRow title={t('ways.keyStore')} sub={session?.keyStore === 'unreachable' ? t('ways.keyStoreMissing') : t(session?.needsDeviceSecret ? 'ways.keyStoreWithSub' : 'ways.keyStoreSub')} on={session?.keyStore === 'ready'} disabled={keyStore.isPending} onChange={(on) => keyStore.mutate(on)} testId={ids.settings.keyStore} />
      </Part>
      {keyStore.error && <Problem error={keyStore.error} />}
      <DeviceSecretPart />
      {open === 'password' && <ChangePassword onClose={close} />}
      {open === 'code' && <NewCode onClose={close} />}
    </>
  );
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
