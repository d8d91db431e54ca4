import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ShieldLock16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { asUiError, unwrap } from '../../api';
import { deviceCommands } from '../../api/bindings.devices';
import { Mark } from '../../components/Mark';
import { NoteBox } from '../../components/NoteBox';
import { RecoveryCode } from '../../components/RecoveryCode';
import { addWords, t } from '../../strings';
import { deviceSecret } from '../../strings/en/deviceSecret';
import { partIds } from '../../testIds.parts';
import { Frame } from './Frame';
import { useCardStyles } from './unlock.styles';

addWords(deviceSecret);

const at = partIds.secret;

/** The folder is copied to other computers: a device secret before anything of the workspace is in it. */
export function OfferSecret({ program, password, onBack, onLost, onDone }: { program: string; password: string; onBack: () => void; onLost: () => void; onDone: () => Promise<void> }) {
  const s = useCardStyles();
  const [groups, setGroups] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try { await work(); } catch (caught) { setError(caught); } finally { setBusy(false); }
  };
  const turnOn = async () => {
    try { setGroups((await unwrap(deviceCommands.workspaceRequireDeviceSecret(password))).groups); } catch (caught) {
      if (asUiError(caught).code !== 'preparedGone') throw caught;
      onLost();
    }
  };
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t(groups ? 'secret.foot' : 'secret.later')}</span>}>
      <Mark size={40} />
      <h1 className={s.title}>{t(groups ? 'secret.keepTitle' : 'secret.offerTitle')}</h1>
      <span className={s.sub}>{groups ? t('secret.keepSub') : t('secret.synced', { program })}</span>
      <div className={s.form} data-testid={at.offer}>
        {groups ? <div><RecoveryCode groups={groups} label={t('secret.title')} /></div> : <><span>{t('secret.onBody')}</span><NoteBox>{t('secret.offerNote')}</NoteBox></>}
        {error !== null && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <div className={s.ends}>
          <Button appearance="subtle" className={s.pullLeft} disabledFocusable={busy} onClick={() => { if (!busy) onBack(); }} data-testid={at.offerBack}>{t('action.back')}</Button>
          {groups
            ? <Button appearance="primary" disabledFocusable={busy} onClick={() => void run(onDone)} data-testid={at.kept}>{t('secret.kept')}</Button>
            : <span className={s.footLine}>
              <Button disabledFocusable={busy} onClick={() => void run(onDone)} data-testid={at.notNow}>{t('secret.notNow')}</Button>
              <Button appearance="primary" disabledFocusable={busy} onClick={() => void run(turnOn)} data-testid={at.on}>{t('secret.on')}</Button>
            </span>}
        </div>
      </div>
    </Frame>
  );
}
