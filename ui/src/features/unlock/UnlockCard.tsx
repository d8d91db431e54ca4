import { Button, Link, mergeClasses, Spinner } from '@fluentui/react-components';
import { Fingerprint20Regular, LockClosed16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { asUiError, commands, unwrap, type SessionView } from '../../api';
import { Mark } from '../../components/Mark';
import { PasswordField } from '../../components/PasswordField';
import { useSlow } from '../../components/States';
import { relativeTime, t } from '../../strings';
import { clockTime } from '../../strings/dates';
import { ids } from '../../testIds';
import { Frame } from './Frame';
import { useCardStyles } from './unlock.styles';

const reasons = { screenLocked: 'locked.screen', suspended: 'locked.sleep', idle: 'locked.idle', asked: 'locked.asked', switched: 'locked.switched' } as const;

const lowerFirst = (text: string) => text.charAt(0).toLocaleLowerCase() + text.slice(1);

/** When it was opened last, or why it is locked. */
export function stateLine({ lockedAt, lockedWhy, workspace }: SessionView): string {
  if (lockedAt && lockedWhy && lockedWhy !== 'started') return t('locked.why', { time: clockTime(lockedAt), why: t(reasons[lockedWhy]) });
  return workspace?.lastOpened ? t('unlock.opened', { when: `${lowerFirst(relativeTime(workspace.lastOpened))}, ${clockTime(workspace.lastOpened)}` }) : t('unlock.never');
}

/** Counts down from a number of seconds. */
export function useCountdown(from: number | null): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(from ?? 0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

type Props = { state: SessionView; onOpened: (state: SessionView) => void; onRecovery: () => void; onAnother: () => void; onMissing: (password: string, silent: string | null) => void };

/** The password, the key store if it answers, or the recovery code. */
export function UnlockCard({ state, onOpened, onRecovery, onAnother, onMissing }: Props) {
  const s = useCardStyles();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useCountdown(state.waitSeconds);
  const [keyStore, setKeyStore] = useState(state.keyStore === 'ready');
  const slow = useSlow(busy);
  const afterLock = state.lockedAt !== null && state.lockedWhy !== 'started';

  const open = async (ask: () => Promise<SessionView>, byKeyStore: boolean) => {
    if (busy || (!byKeyStore && wait > 0)) return;
    setBusy(true);
    try { onOpened(await ask()); } catch (caught) {
      const error = asUiError(caught);
      if (error.code.startsWith('deviceSecret')) return onMissing(password, error.code === 'deviceSecretMissing' ? null : error.message);
      if (byKeyStore) setKeyStore(false);
      setProblem(byKeyStore ? t('unlock.keyStoreFailed') : error.code === 'wrongPassword' || error.code === 'waitBeforeTrying' ? t('unlock.wrong') : `${error.message} ${error.hint}`);
      setWait(error.retryAfterSeconds ?? 0);
      field.current?.focus();
      field.current?.select();
    } finally { setBusy(false); }
  };
  const submit = (event: FormEvent) => { event.preventDefault(); if (password === '') return field.current?.focus(); void open(() => unwrap(commands.unlock(password, null)), false); };
  const message = [problem, wait > 0 ? t('unlock.wait', { s: wait }) : null].filter(Boolean).join(' ');

  return (
    <Frame small foot={afterLock
      ? <span className={s.footLine}><LockClosed16Regular aria-hidden />{t('lock.foot')}</span>
      : <><span>{t('unlock.version', { version: __VERSION__ })}</span><Link appearance="subtle" className={s.smallLink} onClick={onAnother} data-testid={ids.unlock.another}>{t('unlock.another')}</Link></>}
    >
      <div className={s.centered} data-testid={ids.unlock.card}>
        <Mark size={56} />
        <h1 className={s.title}><bdi>{state.workspace?.name}</bdi></h1>
        <span className={s.sub}>{stateLine(state)}</span>
      </div>
      <form className={mergeClasses(s.form, s.formRoomy)} onSubmit={submit}>
        <PasswordField ref={field} label={t('unlock.password')} size="large" autoFocus value={password} onChange={setPassword} testId={ids.unlock.password} validationState={message ? 'error' : 'none'} validationMessage={message || undefined} />
        <Button size="large" appearance="primary" type="submit" disabledFocusable={busy || wait > 0} icon={slow ? <Spinner size="tiny" /> : undefined} data-testid={ids.unlock.button}>{t('unlock.button')}</Button>
        {keyStore && <Button size="large" icon={<Fingerprint20Regular />} onClick={() => void open(() => unwrap(commands.unlockWithKeyStore()), true)} data-testid={ids.unlock.keyStore}>{t('unlock.keyStore')}</Button>}
      </form>
      <div className={s.link}><Link className={s.smallLink} onClick={onRecovery} data-testid={ids.unlock.useCode}>{t('unlock.recovery')}</Link></div>
    </Frame>
  );
}
