import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState, type FormEvent } from 'react';
import { answered, asUiError, commands, fieldProblem, keys, unwrap, variableQuery, type VariableMarks, type VariableView } from '../../api';
import { DetailsDrawer, DrawerSection, ErrorState, Fact, Facts, KindTile, Name, NoteBox, StatusText, useToast } from '../../components';
import { PasswordField } from '../../components/PasswordField';
import { editReason, originWords } from '../../components/shared';
import { CertificateFacts, CertificateFields } from '../../components/CertificateFields';
import { isChanged } from '../../components/useBased';
import { emptyForm } from '../../components/newVariable.types';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { AzureForm, azureDraft, type AzureDraft } from './AzureForm';
import { CheckStored } from './CheckStored';
import { useEdit } from './useEdit';

const Conflicts = lazy(() => import('../../components/conflicts/Conflicts').then((m) => ({ default: m.Conflicts })));
const Newer = lazy(() => import('../../components/newer/Newer').then((m) => ({ default: m.Newer })));
const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '12px' }, end: { alignSelf: 'flex-start' } });

type DeviceDraft = { displayName: string; value: string };
const withoutValue = (draft: DeviceDraft): DeviceDraft => ({ ...draft, value: '' });

type Props = { id: string; editKey: number; onClose: () => void };

export function VariableDrawer({ id, editKey, onClose }: Props) {
  const { data, error, refetch } = useQuery(variableQuery(id));
  if (data?.store?.kind === 'azureKeyVault') return <InAzure key={data.id} view={data} onClose={onClose} />;
  if (data) return <Form key={data.id} view={data} editKey={editKey} onClose={onClose} />;
  return <DetailsDrawer title="" label={t('state.loading')} onClose={onClose}>{error && <ErrorState what={asUiError(error).message} next={asUiError(error).hint} onRetry={() => void refetch()} />}</DetailsDrawer>;
}

function InAzure({ view, onClose }: { view: VariableView; onClose: () => void }) {
  const edit = useEdit<AzureDraft>(view.id, azureDraft(view), view.marks, onClose);
  return (
    <DetailsDrawer title={view.displayName} label={view.displayName} tile={<KindTile kind={view.kind} size={40} brand />} onClose={edit.close}>
      <CheckStored view={view} />
      {view.certificate && <DrawerSection title={t('value.certificate')}><CertificateFacts certificate={view.certificate} /></DrawerSection>}
      <Shared view={view} />
      {edit.ready && editReason([view.shared]) === null && <AzureForm view={view} edit={edit} />}
      <UsedBy view={view} />
      {edit.question}
    </DetailsDrawer>
  );
}

/** Where it came from, and why it can't be changed. */
function Shared({ view: { id, displayName, shared } }: { view: VariableView }) {
  if (!shared) return null;
  return <>{shared.conflict && <Suspense fallback={null}><Conflicts kind="variable" id={id} name={displayName} /></Suspense>}<NoteBox><span>{originWords(shared)}. {editReason([shared])}</span></NoteBox></>;
}

function UsedBy({ view }: { view: VariableView }) {
  const text = useText();
  return (
    <DrawerSection title={t('variables.usedBy')}>
      <div className={text.col}>{view.usedBy.length === 0 ? <span className={text.muted}>{t('list.uses', { n: 0 })}</span> : view.usedBy.map((one) => <span key={one.id}><Name text={one.name} /></span>)}</div>
    </DrawerSection>
  );
}

function Form({ view, editKey, onClose }: { view: VariableView; editKey: number; onClose: () => void }) {
  const s = useStyles();
  const text = useText();
  const client = useQueryClient();
  const toast = useToast();
  const edit = useEdit<DeviceDraft>(view.id, { displayName: view.displayName, value: view.text ?? '' }, view.marks, onClose, view.kind === 'text' ? undefined : withoutValue);
  const { displayName, value } = edit.now;
  const setDisplayName = (next: string) => edit.change({ displayName: next, value });
  const setValue = (next: string) => edit.change({ displayName, value: next });
  const [repeat, setRepeated] = useState('');
  // Whatever is touched, the form stays based on what it showed.
  const hold = () => { save.reset(); edit.change({ displayName, value }); };
  const setRepeat = (next: string) => { hold(); setRepeated(next); };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => { if (editKey > 0) form.current?.querySelector<HTMLElement>('[data-value] input, input')?.focus(); }, [editKey]);
  const [file, setFile] = useState(emptyForm);
  const save = useMutation({
    gcTime: 0,
    mutationFn: (over?: VariableMarks) => {
      const seen = over ?? edit.seen;
      // What was not touched is left to whoever changes it meanwhile.
      const name = displayName === edit.from.displayName ? null : displayName;
      if (view.kind === 'text') return unwrap(commands.variableSetText(view.id, name, value === edit.from.value ? null : value, seen));
      if (view.kind === 'certificate') return unwrap(commands.variableSetDevice(view.id, name, file.picked ? { kind: 'handle', handle: file.picked.handle } : null, seen));
      return unwrap(commands.variableSetDevice(view.id, name, value === '' && repeat === '' ? null : { kind: 'typed', value, repeat }, seen));
    },
    onSuccess: (saved) => {
      client.setQueryData(variableQuery(view.id).queryKey, saved);
      for (const queryKey of [keys.variable, keys.credential]) void client.invalidateQueries({ queryKey });
      edit.done();
      setRepeated('');
      setFile(emptyForm);
      toast(t('variables.saved', { name: saved.displayName }));
    },
    onError: (error) => { if (isChanged(error)) void client.invalidateQueries({ queryKey: keys.variable }); },
  });
  const stale = isChanged(save.error) ? asUiError(save.error) : null;
  const newer = edit.newer(stale?.fields.map((one) => one.field) ?? []);
  const general = save.error && asUiError(save.error).fields.length === 0 ? asUiError(save.error) : null;
  const [asking, setAsking] = useState(false);
  const changesValue = view.kind === 'text' ? value !== view.text : view.kind === 'certificate' ? file.picked !== null : value !== '' || repeat !== '';
  const submit = (event: FormEvent) => { event.preventDefault(); if (answered.whereUsed && changesValue && view.usedByTotal > 0) setAsking(true); else save.mutate(); };
  const problem = (field: string) => (stale ? undefined : fieldProblem(save.error, field));
  const take = () => { edit.take(newer); if (newer.includes('value')) { setRepeated(''); setFile(emptyForm); } save.reset(); };
  const says = newer.map((field) => (field === 'displayName' ? { label: t('variable.displayName'), text: view.displayName } : { label: t('variable.value'), text: view.text }));
  return (
    <DetailsDrawer title={view.displayName} label={view.displayName} tile={<KindTile kind={view.kind} size={40} brand />} onClose={edit.close}>
      <Facts>
        <Fact label={t('details.status')}><StatusText kind={view.status.kind} days={view.status.days} /></Fact>
        <Fact label={t('variable.name')}><span className={text.mono}><Name text={view.name} /></span></Fact>
        {view.store && <Fact label={t('details.store')}>{t(`store.${view.store.kind}`)}</Fact>}
      </Facts>
      {view.certificate && <DrawerSection title={t('value.certificate')}><CertificateFacts certificate={view.certificate} /></DrawerSection>}
      <Shared view={view} />
      {editReason([view.shared]) === null && <form ref={form} className={s.form} onSubmit={submit} noValidate>
        <NoteBox><span>{t('variables.changes', { n: view.usedByTotal })}</span></NoteBox>
        <Suspense fallback={null}>{stale && <Newer message={stale.message} fields={says} busy={save.isPending} onTake={take} onOver={() => save.mutate(edit.over(newer))} />}</Suspense>
        {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
        <Field label={t('variable.displayName')} required validationMessage={problem('displayName')}><Input value={displayName} onChange={(_, data) => { save.reset(); setDisplayName(data.value); }} spellCheck={false} autoComplete="off" data-testid={ids.variables.displayName} /></Field>
        {view.kind === 'text' && <Field data-value label={t('variable.value')} required validationMessage={problem('value')}><Input value={value} onChange={(_, data) => { save.reset(); setValue(data.value); }} spellCheck={false} autoComplete="off" data-testid={ids.variables.value} /></Field>}
        {view.kind === 'certificate' && <CertificateFields form={file} required={false} set={(patch) => { hold(); setFile({ ...file, ...patch }); }} problem={problem} />}
        {view.kind === 'secret' && (
          <>
            <PasswordField label={t('variables.newValue')} value={value} onChange={(next) => { save.reset(); setValue(next); }} testId={ids.variables.value} hint={t('variables.keep')} validationState={problem('value') ? 'error' : 'none'} validationMessage={problem('value')} />
            <PasswordField label={t('variable.repeat')} value={repeat} onChange={setRepeat} testId={ids.variables.repeat} validationState={problem('repeat') ? 'error' : 'none'} validationMessage={problem('repeat')} />
          </>
        )}
        <Button type="submit" appearance="primary" className={s.end} disabledFocusable={save.isPending} data-testid={ids.variables.save}>{t('action.save')}</Button>
      </form>}
      <UsedBy view={view} />
      <Suspense fallback={null}>{asking && <AffectedSheet action={view.kind === 'text' ? 'edit' : 'rotate'} things={[{ kind: 'variable', id: view.id, name: view.displayName }]} pending={save.isPending} onClose={() => setAsking(false)} onGo={() => save.mutate(undefined, { onSettled: () => setAsking(false) })} />}</Suspense>
      {edit.question}
    </DetailsDrawer>
  );
}
