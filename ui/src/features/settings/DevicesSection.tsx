import { Button, Input, MessageBar, MessageBarActions, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, keys, unwrap } from '../../api';
import { deviceCommands, type OwnDevice, type PairingView } from '../../api/bindings.devices';
import { useToast } from '../../components';
import { addWords, list, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { devices } from '../../strings/en/devices';
import { partIds } from '../../testIds.parts';
import { AddDevice } from './AddDevice';
import { LoseDevice } from './LoseDevice';
import { Part, SettingRow } from './parts';

addWords(devices);

const Problem = ({ error }: { error: unknown }) => <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>;

/** The devices of this person: one more, and one less. */
export function DevicesSection() {
  const client = useQueryClient();
  const toast = useToast();
  const [pairing, setPairing] = useState<PairingView | null>(null);
  const [losing, setLosing] = useState<OwnDevice | null>(null);
  const { data, error } = useQuery({ queryKey: [...keys.team, 'devices'], queryFn: () => unwrap(deviceCommands.deviceList()) });
  const pair = useMutation({ mutationFn: () => unwrap(deviceCommands.devicePair()), onSuccess: setPairing });
  const refresh = () => void client.invalidateQueries({ queryKey: keys.team });
  const lost = (device: OwnDevice, queued: readonly string[]) => {
    toast(queued.length > 0 ? t('lose.later', { code: device.id, list: list(queued) }) : t('lose.done', { code: device.id }));
    setLosing(null);
    refresh();
  };
  return (
    <>
      {error && <Problem error={error} />}
      {pair.error && <Problem error={pair.error} />}
      {data?.needsKeys && <NeedsKeys onDone={() => { toast(t('devices.renewed')); refresh(); }} />}
      {!data && !error && <Spinner label={t('state.loading')} />}
      {data && (
        <Part title={t('devices.list')}>
          {data.devices.map((one) => (
            <div key={one.id} data-testid={partIds.devices.row(one.id)}>
              <SettingRow title={one.this ? t('devices.this') : t('devices.code', { code: one.id })} sub={[...(one.this ? [t('devices.code', { code: one.id })] : []), since(one), one.teams.length > 0 ? list(one.teams) : ''].filter(Boolean).join('. ')}>
                {!one.this && !isLost(one) && <Button onClick={() => setLosing(one)} data-testid={partIds.devices.lose(one.id)}>{t('devices.lose')}</Button>}
              </SettingRow>
            </div>
          ))}
          <SettingRow title={t('devices.addTitle')} sub={t('devices.addSub')}><Button appearance="primary" disabledFocusable={pair.isPending} onClick={() => { if (!pair.isPending) pair.mutate(); }} data-testid={partIds.devices.add}>{t('devices.add')}</Button></SettingRow>
        </Part>
      )}
      {pairing && <AddDevice pairing={pairing} onClose={() => setPairing(null)} />}
      {losing && <LoseDevice device={losing} others={data?.devices.some((one) => !one.this && !isLost(one) && one.id !== losing.id) ?? false} onClose={() => setLosing(null)} onDone={(queued) => lost(losing, queued)} />}
    </>
  );
}

const isLost = (device: OwnDevice) => device.lost !== null || device.untold.length > 0;

function since(device: OwnDevice): string {
  if (device.untold.length > 0) return t('devices.untold', { list: list(device.untold) });
  if (device.lost) return t('devices.lost', { when: inside(relativeTime(device.lost)) });
  if (!device.added) return t('devices.notYet');
  const when = inside(relativeTime(device.added));
  return device.last ? t('devices.sinceSeen', { when, seen: inside(relativeTime(device.last)) }) : t('devices.since', { when });
}

/** Another device has made new keys: they come from its file. */
function NeedsKeys({ onDone }: { onDone: () => void }) {
  const [code, setCode] = useState('');
  const renew = useMutation({ mutationFn: () => unwrap(deviceCommands.deviceRenew(code)), onSuccess: (taken) => { if (taken) onDone(); } });
  const ready = code.trim() !== '' && !renew.isPending;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{t('devices.needs')} {renew.error && <strong>{asUiError(renew.error).message}</strong>}</MessageBarBody>
      <MessageBarActions>
        <Input aria-label={t('arrive.code')} placeholder={t('arrive.code')} value={code} onChange={(_, next) => setCode(next.value)} spellCheck={false} autoComplete="off" data-testid={partIds.devices.renewCode} />
        <Button disabledFocusable={!ready} onClick={() => { if (ready) renew.mutate(); }} data-testid={partIds.devices.renew}>{t('devices.renew')}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
