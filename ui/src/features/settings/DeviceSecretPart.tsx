import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { asUiError, commands, keys, sessionQuery, unwrap } from '../../api';
import { deviceCommands } from '../../api/bindings.devices';
import { useToast } from '../../components';
import { PasswordField } from '../../components/PasswordField';
import { RecoveryCode } from '../../components/RecoveryCode';
import { addWords, t } from '../../strings';
import { deviceSecret } from '../../strings/en/deviceSecret';
import { partIds } from '../../testIds.parts';
import { Modal, Problem } from './Modal';
import { Part, SettingRow } from './parts';
import { useSettingsStyles } from './settings.styles';

addWords(deviceSecret);

const at = partIds.secret;

/** What the password needs beside itself; offered where the folder is copied to other computers. */
export function DeviceSecretPart() {
  const s = useSettingsStyles();
  const { data: session } = useQuery(sessionQuery);
  const [open, setOpen] = useState<'on' | 'renew' | 'off' | null>(null);
  const needs = session?.needsDeviceSecret ?? false;
  const { data: kept, error, isFetching, refetch } = useQuery({ queryKey: [...keys.session, 'deviceSecret'], queryFn: () => unwrap(deviceCommands.deviceSecretGet()), enabled: needs, staleTime: 0 });
  const off = useRef<HTMLButtonElement>(null);
  const silent = error !== null || kept?.keptIn === 'unreachable';
  // The button goes when there is an answer, and the focus with it.
  const again = () => { if (!isFetching) void refetch().then(({ data, error: still }) => { if (!still && data?.keptIn !== 'unreachable') off.current?.focus(); }); };
  const state = !needs ? t('secret.off') : isFetching ? t('secret.asking') : error ? `${asUiError(error).message} ${asUiError(error).hint}` : t(`secret.${kept?.keptIn ?? 'missing'}`, { problem: kept?.problem ?? '' });
  const close = () => setOpen(null);
  return (
    <>
      {session?.syncedBy && !needs && <MessageBar intent="warning" layout="multiline" data-testid={at.synced}><MessageBarBody>{t('secret.synced', { program: session.syncedBy })}</MessageBarBody></MessageBar>}
      <Part title={t('secret.title')}>
        <SettingRow title={t('secret.row')} sub={state}>
          {needs
            ? <span className={s.buttons}>
              {silent && <Button disabledFocusable={isFetching} icon={isFetching ? <Spinner size="extra-tiny" /> : undefined} onClick={again} data-testid={at.again}>{t('action.retry')}</Button>}
              <Button ref={off} onClick={() => setOpen('off')} data-testid={at.off}>{t('secret.turnOff')}</Button>
            </span>
            : <Button appearance={session?.syncedBy ? 'primary' : 'secondary'} onClick={() => setOpen('on')} data-testid={at.on}>{t('secret.on')}</Button>}
        </SettingRow>
        {needs && <SettingRow title={t('secret.renewRow')} sub={t('secret.renewBody')}><Button onClick={() => setOpen('renew')} data-testid={at.renew}>{t('secret.renew')}</Button></SettingRow>}
      </Part>
      {(open === 'on' || open === 'renew') && <TurnOn again={open === 'renew'} onClose={close} />}
      {open === 'off' && <TurnOff onClose={close} />}
    </>
  );
}

const wrongPassword = (error: unknown) => (error && asUiError(error).code === 'wrongPassword' ? asUiError(error).message : undefined);

/** The password, and then the groups, once. */
function TurnOn({ again, onClose: close }: { again: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const on = useMutation({ gcTime: 0, mutationFn: () => unwrap(deviceCommands.deviceSecretOn(password)), onSuccess: () => client.invalidateQueries({ queryKey: keys.session }) });
  // Rust forgets the groups with the dialog.
  const kept = () => { void commands.workspaceDiscard(); close(); };
  const onClose = () => { if (!on.isPending) close(); };
  if (on.data) {
    return <Modal title={t('secret.keepTitle')} actions={<Button appearance="primary" onClick={kept} data-testid={at.kept}>{t('secret.kept')}</Button>}><span>{t('secret.keepSub')}</span><div><RecoveryCode groups={on.data.groups} label={t('secret.title')} /></div></Modal>;
  }
  const ready = password !== '' && !on.isPending;
  return (
    <Modal title={t(again ? 'secret.renewTitle' : 'secret.onTitle')} onClose={onClose} actions={<><Button disabledFocusable={on.isPending} onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" disabledFocusable={!ready} onClick={() => { if (ready) on.mutate(); }} data-testid={at.go}>{t(again ? 'secret.renew' : 'secret.on')}</Button></>}>
      <span>{t(again ? 'secret.renewBody' : 'secret.onBody')}</span>
      {!again && <span>{t('secret.before')}</span>}
      {on.error && !wrongPassword(on.error) && <Problem error={on.error} />}
      <PasswordField label={t('secret.current')} required autoFocus value={password} onChange={setPassword} testId={at.password} validationMessage={wrongPassword(on.error)} />
    </Modal>
  );
}

function TurnOff({ onClose: close }: { onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const off = useMutation({ mutationFn: () => unwrap(deviceCommands.deviceSecretOff(password)), onSuccess: (next) => { client.setQueryData(keys.session, next); toast(t('secret.turnedOff')); close(); } });
  const onClose = () => { if (!off.isPending) close(); };
  const ready = password !== '' && !off.isPending;
  return (
    <Modal title={t('secret.offTitle')} onClose={onClose} actions={<><Button disabledFocusable={off.isPending} onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" disabledFocusable={!ready} onClick={() => { if (ready) off.mutate(); }} data-testid={at.go}>{t('secret.turnOff')}</Button></>}>
      <span>{t('secret.offBody')}</span>
      {off.error && !wrongPassword(off.error) && <Problem error={off.error} />}
      <PasswordField label={t('secret.current')} required autoFocus value={password} onChange={setPassword} testId={at.password} validationMessage={wrongPassword(off.error)} />
    </Modal>
  );
}
