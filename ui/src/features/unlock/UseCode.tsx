import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ShieldLock16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent } from 'react';
import { asUiError, commands, fieldProblem, unwrap } from '../../api';
import { DeviceSecretField, isWhole } from '../../components/DeviceSecretField';
import { Mark } from '../../components/Mark';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { useStrength } from '../../components/useStrength';
import { addWords, t } from '../../strings';
import { deviceSecret } from '../../strings/en/deviceSecret';
import { otherWays } from '../../strings/en/otherWays';
import { ids } from '../../testIds';
import { Frame } from './Frame';
import { useCardStyles } from './unlock.styles';

addWords(deviceSecret);
addWords(otherWays);

/** The recovery code and a new master password; a new code follows. */
export function UseCode({ onBack, onCode, hold }: { onBack: () => void; onCode: (groups: string[]) => void; hold: (on: boolean) => void }) {
  const s = useCardStyles();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const strength = useStrength(password);
  const refused = error !== null && fieldProblem(error, 'code') !== undefined;
  const words = error === null ? '' : `${asUiError(error).message} ${asUiError(error).hint}`;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (busy) return;
    const fields = [...event.currentTarget.elements];
    const focus = (id: string) => fields.find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['testid'] === id)?.focus();
    if (!isWhole(code)) return focus(ids.useCode.code);
    if (!passwordIsGood(password, repeat, strength)) return focus(strength?.acceptable ? ids.useCode.repeat : ids.useCode.password);
    setBusy(true);
    setError(null);
    // The new code has to be kept before the workspace is shown.
    hold(true);
    try { onCode((await unwrap(commands.unlockWithRecoveryCode(code, password))).groups); } catch (caught) {
      hold(false);
      setError(caught);
      if (fieldProblem(caught, 'code') !== undefined) focus(ids.useCode.code);
    } finally { setBusy(false); }
  };
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('first.foot')}</span>}>
      <Mark size={40} />
      <h1 className={s.title}>{t('useCode.title')}</h1>
      <span className={s.sub}>{t('useCode.sub')}</span>
      <form className={s.form} onSubmit={(event) => void submit(event)} noValidate>
        <DeviceSecretField label={t('useCode.code')} autoFocus value={code} onChange={(next) => { setCode(next); setError(null); }} testId={ids.useCode.code} problem={refused ? words : tried && !isWhole(code) ? t('restore.badCode') : undefined} />
        <NewPassword label={t('useCode.newPassword')} repeatLabel={t('first.repeat')} password={password} repeat={repeat} strength={strength} onPassword={setPassword} onRepeat={setRepeat} tried={tried} emptyText={t('first.passwordEmpty')} ids={ids.useCode} />
        {error !== null && !refused && <MessageBar intent="error" layout="multiline"><MessageBarBody>{words}</MessageBarBody></MessageBar>}
        <div className={s.ends}>
          <Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={ids.useCode.back}>{t('action.back')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={busy} data-testid={ids.useCode.button}>{t('action.next')}</Button>
        </div>
      </form>
    </Frame>
  );
}
