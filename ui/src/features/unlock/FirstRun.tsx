import { Button, Field, Input, MessageBar, MessageBarBody, mergeClasses } from '@fluentui/react-components';
import { FolderOpen16Regular, ShieldLock16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { asUiError, commands, fieldProblem, unwrap } from '../../api';
import { Mark } from '../../components/Mark';
import { NewPassword, passwordIsGood } from '../../components/NewPassword';
import { NoteBox } from '../../components/NoteBox';
import { useStrength } from '../../components/useStrength';
import { addWords, t } from '../../strings';
import { devices } from '../../strings/en/devices';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { Frame } from './Frame';
import { Lost } from './Lost';
import type { ArriveForm } from './Arrive';
import { TwoSteps } from './TwoSteps';
import { useCardStyles } from './unlock.styles';

addWords(devices);

const Arrive = lazy(() => import('./Arrive').then((m) => ({ default: m.Arrive })));

export type FirstRunForm = { name: string; person: string; mail: string; password: string; repeat: string };

/** Whether a person comes from another computer, and what they typed for it. */
type Arrival = { on: boolean; form: ArriveForm };

type FormProps = { lost: boolean; form: FirstRunForm; onForm: (form: FirstRunForm) => void; onReady: (groups: string[]) => void; onOpen: () => void };
type Props = FormProps & { arrival: Arrival; onArrival: (arrival: Arrival) => void };

/** Step 1 of 2: who this is. Somebody with another device comes by its file. */
export function FirstRun({ arrival, onArrival, ...props }: Props) {
  const turn = (on: boolean) => onArrival({ ...arrival, on });
  if (arrival.on) return <Suspense fallback={null}><Arrive lost={props.lost} form={arrival.form} onForm={(form) => onArrival({ on: true, form })} onBack={() => turn(false)} onReady={props.onReady} /></Suspense>;
  return <NewPerson {...props} onArrive={() => turn(true)} />;
}

/** Names and the master password. */
function NewPerson({ lost, form, onForm, onReady, onOpen, onArrive }: FormProps & { onArrive: () => void }) {
  const s = useCardStyles();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const strength = useStrength(form.password, [form.name, form.person, form.mail]);
  const set = (patch: Partial<FirstRunForm>) => onForm({ ...form, ...patch });
  const nameEmpty = tried && form.name.trim() === '';
  const personEmpty = tried && form.person.trim() === '';

  const next = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const fields = event.currentTarget.elements;
    const bad = form.name.trim() === '' ? 'name' : form.person.trim() === '' ? 'person' : !passwordIsGood(form.password, form.repeat, strength) ? (strength?.acceptable ? 'repeat' : 'password') : null;
    if (bad) return void [...fields].find((one): one is HTMLInputElement => one instanceof HTMLInputElement && one.dataset['testid'] === ids.firstRun[bad])?.focus();
    setBusy(true);
    try {
      onReady((await unwrap(commands.workspacePrepare({ name: form.name.trim(), personName: form.person.trim(), mail: form.mail.trim() || null, password: form.password }))).groups);
    } catch (caught) { setError(caught); } finally { setBusy(false); }
  };

  return (
    <Frame foot={<span className={s.footLine}><ShieldLock16Regular aria-hidden />{t('first.foot')}</span>}>
      <div className={s.head}><Mark size={40} /><TwoSteps at={1} /></div>
      <h1 className={s.title}>{t('first.title')}</h1>
      <span className={s.sub}>{t('first.sub')}</span>
      {lost && <Lost />}
      <form className={s.form} onSubmit={(event) => void next(event)} noValidate>
        <div className={s.two}>
          <Field label={t('first.name')} required validationMessage={nameEmpty ? t('first.nameEmpty') : undefined}>
            <Input className={s.input} value={form.name} autoFocus onChange={(_, data) => set({ name: data.value })} spellCheck={false} autoComplete="off" data-testid={ids.firstRun.name} />
          </Field>
          <Field label={t('first.person')} required validationMessage={personEmpty ? t('first.personEmpty') : undefined}>
            <Input className={s.input} value={form.person} onChange={(_, data) => set({ person: data.value })} spellCheck={false} autoComplete="off" data-testid={ids.firstRun.person} />
          </Field>
        </div>
        <Field label={<>{t('first.mail')} <span className={s.sub}>{t('field.optional')}</span></>} hint={t('first.mailSub')} validationMessage={fieldProblem(error, 'mail')}>
          <Input className={s.input} type="email" value={form.mail} onChange={(_, data) => { setError(null); set({ mail: data.value }); }} spellCheck={false} autoComplete="off" data-testid={ids.firstRun.mail} />
        </Field>
        <NewPassword
          label={t('first.password')} repeatLabel={t('first.repeat')} password={form.password} repeat={form.repeat} strength={strength} onPassword={(password) => set({ password })} onRepeat={(repeat) => set({ repeat })}
          tried={tried} emptyText={t('first.passwordEmpty')} ids={ids.firstRun}
        />
        {error !== null && !fieldProblem(error, 'mail') && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(error).message} {asUiError(error).hint}</MessageBarBody></MessageBar>}
        <NoteBox>{t('first.note')}</NoteBox>
        <div className={s.ends}>
          <Button appearance="subtle" icon={<FolderOpen16Regular />} className={mergeClasses(s.pullLeft)} onClick={onOpen} data-testid={ids.firstRun.open}>{t('first.open')}</Button>
          <Button appearance="primary" type="submit" disabledFocusable={busy} data-testid={ids.firstRun.next}>{t('action.next')}</Button>
        </div>
        <Button appearance="subtle" className={s.smallLink} onClick={onArrive} data-testid={partIds.devices.arrive}>{t('arrive.link')}</Button>
      </form>
    </Frame>
  );
}
