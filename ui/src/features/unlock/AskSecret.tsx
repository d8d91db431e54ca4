import { Button, Link, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { ShieldLock16Regular } from '@fluentui/react-icons';
import { useRef, useState, type FormEvent } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../../api';
import { DeviceSecretField, isWhole } from '../../components/DeviceSecretField';
import { Mark } from '../../components/Mark';
import { PasswordField } from '../../components/PasswordField';
import { useSlow } from '../../components/States';
import { addWords, t } from '../../strings';
import { deviceSecret } from '../../strings/en/deviceSecret';
import { firstRun } from '../../strings/en/firstRun';
import { partIds } from '../../testIds.parts';
import { Frame } from './Frame';
import { useCountdown } from './UnlockCard';
import { useCardStyles } from './unlock.styles';

addWords(deviceSecret);
addWords(firstRun);

const at = partIds.secret;

type Props = { state: SessionView; silent: string | null; typed: string; groups: string; onGroups: (groups: string) => void; onBack: () => void; onOpened: (state: SessionView) => void; onRecovery: () => void };

/** This device does not have the device secret, or its key store is silent: it is typed once, beside the password. */
export function AskSecret({ state, silent: was, typed, groups, onGroups, onBack, onOpened, onRecovery }: Props) {
  const s = useCardStyles();
  const field = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [password, setPassword] = useState(typed);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [again, setAgain] = useState(false);
  const asking = useSlow(busy && again);
  const [error, setError] = useState<unknown>(null);
  const [silent, setSilent] = useState(was);
  const [wait, setWait] = useCountdown(state.waitSeconds);
  const code = error === null ? null : asUiError(error).code;
  const words = error === null ? '' : `${asUiError(error).message} ${asUiError(error).hint}`;
  const wrongPassword = code === 'wrongPassword' || code === 'waitBeforeTrying';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isWhole(groups)) return area.current?.focus();
    void unlock(groups);
  };
  const unlock = async (secret: string | null) => {
    if (password === '') return field.current?.focus();
    if (busy || wait > 0) return;
    setBusy(true);
    setAgain(secret === null);
    setError(null);
    try { onOpened(await unwrap(commands.unlock(password, secret))); } catch (caught) {
      const asked = secret === null && asUiError(caught).code.startsWith('deviceSecret');
      if (asked) setSilent(asUiError(caught).code === 'deviceSecretMissing' ? null : asUiError(caught).message); else setError(caught);
      setWait(asUiError(caught).retryAfterSeconds ?? 0);
      (asUiError(caught).code === 'wrongPassword' ? field : area).current?.focus();
    } finally { setBusy(false); }
  };
  const waiting = [wrongPassword ? t('unlock.wrong') : null, wait > 0 ? t('unlock.wait', { s: wait }) : null].filter(Boolean).join(' ');
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden /><bdi>{state.workspace?.name}</bdi></span>}>
      <Mark size={40} />
      <h1 className={s.title}>{t('secret.askTitle')}</h1>
      <span className={s.sub}>{silent ? t('secret.silent', { problem: silent }) : t('secret.askSub')}</span>
      <form className={s.form} onSubmit={submit} noValidate data-testid={at.ask}>
        {silent && <Button disabledFocusable={busy} icon={asking ? <Spinner size="tiny" /> : undefined} onClick={() => void unlock(null)} data-testid={at.retry}>{t('action.retry')}</Button>}
        <DeviceSecretField ref={area} autoFocus={!isWhole(groups)} value={groups} onChange={onGroups} testId={at.groups} problem={code === 'wrongDeviceSecret' ? words : tried && !isWhole(groups) ? t('secret.bad') : undefined} />
        <PasswordField ref={field} label={t('unlock.password')} required value={password} onChange={setPassword} testId={at.password} validationMessage={waiting || (tried && password === '' ? t('first.passwordEmpty') : undefined)} />
        {error !== null && !wrongPassword && code !== 'wrongDeviceSecret' && <MessageBar intent="error" layout="multiline"><MessageBarBody>{words}</MessageBarBody></MessageBar>}
        <div className={s.ends}>
          <Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={at.back}>{t('action.back')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={busy || wait > 0} data-testid={at.open}>{t('unlock.button')}</Button>
        </div>
      </form>
      <div className={s.link}><Link className={s.smallLink} onClick={onRecovery} data-testid={at.recovery}>{t('secret.lost')}</Link></div>
    </Frame>
  );
}
