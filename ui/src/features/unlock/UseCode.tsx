import { Button, Field, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { ShieldLock16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent } from 'react';
import { asUiError, commands, unwrap } from '../../api';
import { Mark } from '../../components/Mark';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { useStrength } from '../../components/useStrength';
import { addWords, t } from '../../strings';
import { otherWays } from '../../strings/en/otherWays';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { Frame } from './Frame';
import { useCardStyles } from './unlock.styles';

addWords(otherWays);

/** The recovery code and a new master password; a new code follows. */
export function UseCode({ onBack, onCode, hold }: { onBack: () => void; onCode: (groups: string[]) => void; hold: (on: boolean) => void }) {
  const s = useCardStyles();
  const text = useText();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const strength = useStrength(password);
  const short = tried && code.replace(/[\s-]/g, '').length !== 32;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || code.replace(/[\s-]/g, '').length !== 32 || !passwordIsGood(password, repeat, strength)) return;
    setBusy(true);
    // The new code has to be kept before the workspace is shown.
    hold(true);
    try { onCode((await unwrap(commands.unlockWithRecoveryCode(code, password))).groups); } catch (caught) { hold(false); setError(caught); } finally { setBusy(false); }
  };
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('first.foot')}</span>}>
      <Mark size={40} />
      <h1 className={s.title}>{t('useCode.title')}</h1>
      <span className={s.sub}>{t('useCode.sub')}</span>
      <form className={s.form} onSubmit={(event) => void submit(event)} noValidate>
        <Field label={t('useCode.code')} required hint={t('useCode.codeHint')} validationMessage={short ? t('useCode.bad') : undefined}>
          <Textarea textarea={{ className: text.mono }} rows={2} autoFocus value={code} onChange={(_, data) => setCode(data.value)} spellCheck={false} autoComplete="off" data-testid={ids.useCode.code} />
        </Field>
        <NewPassword label={t('useCode.newPassword')} repeatLabel={t('first.repeat')} password={password} repeat={repeat} strength={strength} onPassword={setPassword} onRepeat={setRepeat} tried={tried} emptyText={t('first.passwordEmpty')} ids={ids.useCode} />
        {error !== null && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <div className={s.ends}>
          <Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={ids.useCode.back}>{t('action.back')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={busy} data-testid={ids.useCode.button}>{t('action.next')}</Button>
        </div>
      </form>
    </Frame>
  );
}
