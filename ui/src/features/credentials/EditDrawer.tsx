import { Button, Checkbox, Divider, Field, Input, Link, makeStyles, MessageBar, MessageBarBody, Textarea, Tooltip } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { answered, asUiError, commands, credentialQuery, fieldProblem, keys, unwrap, type CredentialMarks, type CredentialView, type LocationName } from '../../api';
import { ConfirmDialog, DetailsDrawer, KindIcon, NoteBox, useGo } from '../../components';
import { isChanged, useBased } from '../../components/useBased';
import { useAskFirst } from '../../components/dependencies/useAskFirst';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { allLocations } from './columns';

const Newer = lazy(() => import('../../components/newer/Newer').then((m) => ({ default: m.Newer })));
const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '16px' }, checks: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', marginLeft: '-8px' }, line: { flexGrow: 0 } });

export function EditDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data } = useQuery(credentialQuery(id));
  return data ? <Drafted view={data} onClose={onClose} /> : null;
}

type Form = Pick<CredentialView, 'name' | 'description' | 'locations'>;

const draftName = 'credential-edit';

/** What was not touched is left to whoever changes it meanwhile. */
const touched = <T,>(now: T, before: T) => (JSON.stringify(now) === JSON.stringify(before) ? null : now);

/** What was typed comes back after a lock. */
function Drafted({ view, onClose }: { view: CredentialView; onClose: () => void }) {
  const edit = useBased<Form, CredentialMarks>(draftName, view.id, { name: view.name, description: view.description, locations: view.locations }, view.marks);
  return edit.ready && <EditForm view={view} edit={edit} onClose={() => { edit.clear(); onClose(); }} />;
}

type FormProps = { view: CredentialView; edit: ReturnType<typeof useBased<Form, CredentialMarks>>; onClose: () => void };

/** C12: name, description and locations; the chosen variables stand disabled, with the two ways forward. */
function EditForm({ view, edit, onClose }: FormProps) {
  const { now: form, from: start, change: keep } = edit;
  const s = useStyles();
  const text = useText();
  const client = useQueryClient();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const first = useAskFirst();
  const [renaming, setRenaming] = useState(false);
  const save = useMutation({
    mutationFn: (seen?: CredentialMarks) => unwrap(commands.credentialEdit(view.id, { name: touched(form.name.trim(), start.name), description: touched(form.description, start.description), locations: touched(form.locations, start.locations), seen: seen ?? edit.seen })),
    onSuccess: (saved) => { client.setQueryData(credentialQuery(view.id).queryKey, saved); void client.invalidateQueries({ queryKey: keys.credential }); onClose(); },
    onError: (error) => { if (isChanged(error)) void client.invalidateQueries({ queryKey: keys.credential }); },
  });
  const stale = isChanged(save.error) ? asUiError(save.error) : null;
  const newer = edit.newer(stale?.fields.map((one) => one.field) ?? []);
  const problem = (field: string) => (stale ? undefined : fieldProblem(save.error, field));
  const says = newer.map((field) => (field === 'locations' ? { label: t('location.label'), text: view.locations.map((one) => t(`location.${one}`)).join(', ') } : field === 'name' ? { label: t('credential.name.label'), text: view.name } : { label: t('credential.description'), text: view.description }));
  const length = [...form.name.trim()].length;
  const nameProblem = length === 0 ? t('credential.name.empty') : length > 100 ? t('credential.name.long', { n: length }) : (problem('name') ?? (save.error && asUiError(save.error).code === 'nameTaken' ? t('credential.name.taken', { name: form.name }) : undefined));
  const general = save.error && !nameProblem && !stale && !problem('locations') ? asUiError(save.error) : null;
  const noLocation = form.locations.length === 0 ? t('location.none') : problem('locations');
  const setForm = (next: Form) => { first.drop(); keep(next); };
  const close = () => (edit.dirty ? setAsking(true) : onClose());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (length === 0 || length > 100 || form.locations.length === 0 || save.isPending || first.asking) return;
    if (!answered.whereUsed || form.name.trim() === start.name) return save.mutate();
    // A name is what code has of it; the rest nobody else refers to.
    first.ask({ action: 'rename', things: [{ kind: 'credential', id: view.id }] }, (answer) => { if (!answer || answer.needsYou.total > 0) setRenaming(true); else save.mutate(); });
  };
  const toggle = (one: LocationName, on: boolean) => setForm({ ...form, locations: allLocations.filter((other) => (other === one ? on : form.locations.includes(other))) });
  const fixed = (label: string, field: 'userName' | 'secret') => {
    const value = view[field];
    return value && <Field label={label}><Input disabled value={value.displayName} contentBefore={<KindIcon kind={field === 'userName' ? 'text' : 'secret'} />} data-testid={ids.edit.variable(field)} /></Field>;
  };
  return (
    <DetailsDrawer
      title={t('edit.title', { name: view.name })} label={t('edit.title', { name: view.name })} onClose={close} focusKey={1}
      footer={<><Button onClick={close} data-testid={ids.edit.cancel}>{t('action.cancel')}</Button><Button appearance="primary" type="submit" form="edit-credential" disabledFocusable={save.isPending || first.asking} data-testid={ids.edit.save}>{t('action.save')}</Button></>}
    >
      <form id="edit-credential" className={s.form} onSubmit={submit} noValidate>
        <Suspense fallback={null}>{stale && <Newer message={stale.message} fields={says} busy={save.isPending} onTake={() => { edit.take(newer); save.reset(); }} onOver={() => save.mutate(edit.over(newer))} />}</Suspense>
        {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
        <Field label={t('credential.name.label')} required validationMessage={nameProblem}><Input value={form.name} onChange={(_, data) => { save.reset(); setForm({ ...form, name: data.value }); }} spellCheck={false} autoComplete="off" data-testid={ids.edit.name} /></Field>
        <Field label={<>{t('credential.description')} <span className={text.muted}>{t('field.optional')}</span></>}><Textarea value={form.description} onChange={(_, data) => setForm({ ...form, description: data.value })} data-testid={ids.edit.description} /></Field>
        <Field label={t('location.label')} required validationMessage={noLocation}>
          <div role="group" aria-label={t('location.label')} className={s.checks}>
            {allLocations.map((one) => {
              const blocked = view.authentication === 'certificate' && one !== 'connection';
              const box = <Checkbox key={one} required={false} label={t(`location.${one}`)} checked={form.locations.includes(one)} disabled={blocked} onChange={(_, data) => toggle(one, data.checked === true)} data-testid={ids.edit.location(one)} />;
              return blocked ? <Tooltip key={one} content={t('auth.locationBlocked', { location: t(`location.${one}`) })} relationship="description"><span>{box}</span></Tooltip> : box;
            })}
          </div>
        </Field>
        {view.authentication === 'certificate' && <span className={text.small}>{t('auth.locationsBlocked')}</span>}
        <Divider className={s.line} />
        {fixed(t('value.userName'), 'userName')}
        {fixed(t(view.authentication === 'certificate' ? 'value.certificate' : 'value.password'), 'secret')}
        <NoteBox roomy>
          <span>{t('edit.fixed')}</span>
          {view.userName && <Link onClick={() => go('/variables', { id: view.userName?.variableId ?? '' })} data-testid={ids.edit.changeValue}>{t('edit.changeValue', { variable: view.userName.displayName })}</Link>}
          {view.store.vaultId
            ? <Link onClick={() => go('/vaults', { vault: view.store.vaultId ?? '' })} data-testid={ids.edit.changeSecret}>{t('edit.changeSecret', { vault: view.store.keyVault ?? view.store.vaultName ?? '' })}</Link>
            : <Link onClick={() => go('/variables', { id: view.secret.variableId })} data-testid={ids.edit.changeSecret}>{t('edit.changeValue', { variable: view.secret.displayName })}</Link>}
        </NoteBox>
      </form>
      <Suspense fallback={null}>{renaming && <AffectedSheet action="rename" things={[{ kind: 'credential', id: view.id, name: view.name }]} pending={save.isPending} onClose={() => setRenaming(false)} onGo={() => save.mutate(undefined, { onSettled: () => setRenaming(false) })} />}</Suspense>
      <ConfirmDialog open={asking} title={t('edit.discard')} body={t('discard.body')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={onClose} />
    </DetailsDrawer>
  );
}
