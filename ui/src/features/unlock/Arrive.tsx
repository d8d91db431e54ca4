import { Button, Field, Input, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { DocumentKey20Regular, ShieldLock16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { asUiError, commands, fieldProblem, unwrap } from '../../api';
import { deviceCommands } from '../../api/bindings.devices';
import { Mark } from '../../components/Mark';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { NoteBox } from '../../components/NoteBox';
import { useStrength } from '../../components/useStrength';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { Frame } from './Frame';
import { Lost } from './Lost';
import { TwoSteps } from './TwoSteps';
import { useCardStyles } from './unlock.styles';

const at = partIds.devices;

/** What is typed here; it stays when a step back is taken. */
export type ArriveForm = { name: string; file: string | null; code: string; password: string; repeat: string };

/** Step 1 of 2 for a person who has another device: its file, its code, and a password for this one. */
export function Arrive({ lost, form, onForm, onBack, onReady }: { lost: boolean; form: ArriveForm; onForm: (form: ArriveForm) => void; onBack: () => void; onReady: (groups: string[]) => void }) {
  const s = useCardStyles();
  const text = useText();
  const { name, file, code, password, repeat } = form;
  const last = useRef(form);
  useEffect(() => { last.current = form; });
  const set = (patch: Partial<ArriveForm>) => { setError(null); onForm({ ...last.current, ...patch }); };
  const left = useRef(false);
  useEffect(() => { left.current = false; return () => { left.current = true; }; }, []);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const strength = useStrength(password, [name]);
  const short = code.replace(/[\s-]/g, '').length !== 32;
  const wrong = error !== null && asUiError(error).code === 'wrongPairingCode';
  const fileProblem = fieldProblem(error, 'pairing') ?? (tried && !file ? t('arrive.noFile') : undefined);
  const pick = () => { setError(null); unwrap(deviceCommands.pairingPick()).then((picked) => { if (picked && !left.current) set({ file: picked }); }, setError); };
  const next = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (busy) return;
    const bad = !file ? at.arriveFile : short ? at.arriveCode : name.trim() === '' ? at.arriveName : !passwordIsGood(password, repeat, strength) ? (strength?.acceptable ? at.repeat : at.password) : null;
    if (bad) return void [...event.currentTarget.elements].find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['testid'] === bad)?.focus();
    setBusy(true);
    setError(null);
    try {
      const { groups } = await unwrap(deviceCommands.workspacePreparePaired({ name: name.trim(), password, code }));
      if (left.current) void commands.workspaceDiscard(); else onReady(groups);
    } catch (caught) { setError(caught); } finally { setBusy(false); }
  };
  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('first.foot')}</span>}>
      <div className={s.head}><Mark size={40} /><TwoSteps at={1} /></div>
      <h1 className={s.title}>{t('arrive.title')}</h1>
      <span className={s.sub}>{t('arrive.sub')}</span>
      {lost && <Lost />}
      <form className={s.form} onSubmit={(event) => void next(event)} noValidate>
        <Field label={t('arrive.file')} required validationMessage={fileProblem}>
          <Button className={s.choice} icon={<DocumentKey20Regular />} autoFocus onClick={pick} data-testid={at.arriveFile}>{file ?? t('arrive.choose')}</Button>
        </Field>
        <Field label={t('arrive.code')} required hint={t('arrive.codeHint')} validationMessage={wrong ? `${asUiError(error).message} ${asUiError(error).hint}` : tried && short ? t('arrive.codeBad') : undefined}>
          <Textarea textarea={{ className: text.mono }} rows={2} value={code} onChange={(_, data) => set({ code: data.value })} spellCheck={false} autoComplete="off" data-testid={at.arriveCode} />
        </Field>
        <Field label={t('first.name')} required validationMessage={fieldProblem(error, 'name') ?? (tried && name.trim() === '' ? t('first.nameEmpty') : undefined)}>
          <Input className={s.input} value={name} onChange={(_, data) => set({ name: data.value })} spellCheck={false} autoComplete="off" data-testid={at.arriveName} />
        </Field>
        <NewPassword label={t('first.password')} repeatLabel={t('first.repeat')} password={password} repeat={repeat} strength={strength} onPassword={(next) => set({ password: next })} onRepeat={(next) => set({ repeat: next })} tried={tried} emptyText={t('first.passwordEmpty')} ids={at} />
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
