import { Button, Field, Input, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { DocumentKey20Regular, ShieldLock16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent } from 'react';
import { asUiError, fieldProblem, unwrap } from '../../api';
import { deviceCommands } from '../../api/bindings.devices.gen';
import { Mark } from '../../components/Mark';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { NoteBox } from '../../components/NoteBox';
import { useStrength } from '../../components/useStrength';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { Frame, TwoSteps } from './Frame';
import { useCardStyles } from './unlock.styles';

const at = partIds.devices;

/** Step 1 of 2 for a person who has another device: its file, its code, and a password for this one. */
export function Arrive({ onBack, onReady }: { onBack: () => void; onReady: (groups: string[]) => void }) {
  const s = useCardStyles();
  const text = useText();
  const [name, setName] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const strength = useStrength(password, [name]);
  const short = code.replace(/[\s-]/g, '').length !== 32;
  const wrong = error !== null && asUiError(error).code === 'wrongPairingCode';
  const fileProblem = fieldProblem(error, 'pairing') ?? (tried && !file ? t('arrive.noFile') : undefined);
  const pick = () => { setError(null); unwrap(deviceCommands.pairingPick()).then((picked) => { if (picked) setFile(picked); }, setError); };
  const next = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || !file || short || name.trim() === '' || !passwordIsGood(password, repeat, strength)) return;
    setBusy(true);
    setError(null);
    try { onReady((await unwrap(deviceCommands.workspacePreparePaired({ name: name.trim(), password, code }))).groups); } catch (caught) { setError(caught); } finally { setBusy(false); }
  };
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('first.foot')}</span>}>
      <div className={s.head}><Mark size={40} /><TwoSteps at={1} /></div>
      <h1 className={s.title}>{t('arrive.title')}</h1>
      <span className={s.sub}>{t('arrive.sub')}</span>
      <form className={s.form} onSubmit={(event) => void next(event)} noValidate>
        <Field label={t('arrive.file')} required validationMessage={fileProblem}>
          <Button className={s.choice} icon={<DocumentKey20Regular />} autoFocus onClick={pick} data-testid={at.arriveFile}>{file ?? t('arrive.choose')}</Button>
        </Field>
        <Field label={t('arrive.code')} required hint={t('arrive.codeHint')} validationMessage={wrong ? `${asUiError(error).message} ${asUiError(error).hint}` : tried && short ? t('arrive.codeBad') : undefined}>
          <Textarea textarea={{ className: text.mono }} rows={2} value={code} onChange={(_, data) => { setError(null); setCode(data.value); }} spellCheck={false} autoComplete="off" data-testid={at.arriveCode} />
        </Field>
        <Field label={t('first.name')} required validationMessage={fieldProblem(error, 'name') ?? (tried && name.trim() === '' ? t('first.nameEmpty') : undefined)}>
          <Input className={s.input} value={name} onChange={(_, data) => { setError(null); setName(data.value); }} spellCheck={false} autoComplete="off" data-testid={at.arriveName} />
        </Field>
        <NewPassword label={t('first.password')} repeatLabel={t('first.repeat')} password={password} repeat={repeat} strength={strength} onPassword={setPassword} onRepeat={setRepeat} tried={tried} emptyText={t('first.passwordEmpty')} ids={at} />
        {error !== null && !wrong && !fieldProblem(error, 'name') && !fieldProblem(error, 'pairing') && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <NoteBox>{t('arrive.note')}</NoteBox>
        <div className={s.ends}>
          <Button appearance="subtle" className={s.pullLeft} onClick={onBack} data-testid={at.arriveBack}>{t('action.back')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={busy} data-testid={at.arriveNext}>{t('action.next')}</Button>
        </div>
      </form>
    </Frame>
  );
}
