import { Button, Combobox, Field, Input, Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, Option, tokens as T } from '@fluentui/react-components';
import { Add16Regular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type FormEvent } from 'react';
import { answered, asUiError, commands, credentialQuery, credentialsQuery, fieldProblem, keys, unwrap, usePagedList, type ConnectionRequest, type ConnectionView, type CredentialListView } from '../../api';
import { useAskFirst } from '../../components/dependencies/useAskFirst';
import { ConfirmDialog, DetailsDrawer, Highlight, KindIcon, KindTile, NoteBox, useAddress, useDraft, useGo } from '../../components';
import { list as joined, t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { KindCards, kindIcons } from './KindCards';

const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '16px' }, option: { display: 'grid', gridTemplateColumns: '16px minmax(0,1fr) auto', columnGap: '10px', alignItems: 'center', width: '100%' }, reason: { color: T.colorNeutralForeground2 }, foot: { borderTop: `1px solid ${T.colorNeutralStroke2}`, position: 'sticky', bottom: 0, backgroundColor: T.colorNeutralBackground1, zIndex: 1 } });
const placeOf = (row: CredentialListView) => [t(`store.${row.store.kind}`), row.store.keyVault].filter(Boolean).join(', ');
const order = { filter: 'all', stores: [], locations: [], statuses: [], sort: 'name', direction: 'ascending' } as const;

type ConnectionDraft = ConnectionRequest & { label: string };
type Props = { view: ConnectionView | null; focusKey?: number; onClose: () => void; onSaved: (id: string) => void };

/** What was typed comes back after a lock, and after making a credential for it. */
export function ConnectionForm({ view, onClose, onSaved, ...rest }: Props) {
  const [start] = useState<ConnectionDraft>({ name: view?.name ?? '', kind: view?.kind ?? 'machine', target: view?.target ?? '', credentialId: view?.credential?.id ?? null, label: view?.credential?.name ?? '' });
  const { form, change, clear } = useDraft('connection', view?.id ?? 'new', start);
  return form && <Form {...rest} view={view} start={start} form={form} setForm={change} onClose={() => { clear(); onClose(); }} onSaved={(id) => { clear(); onSaved(id); }} />;
}

/** The credential that was just made for this connection, once. */
function useMade(choose: (id: string, name: string) => void) {
  const [address, setAddress] = useAddress();
  const made = useQuery({ ...credentialQuery(address['credential'] ?? ''), enabled: address['credential'] !== undefined }).data;
  useEffect(() => {
    if (!made) return;
    choose(made.id, made.name);
    setAddress({ credential: null });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- chosen once, when it is known
  }, [made]);
}

/** C16: a target, and at first "Ask each time"; Switch to credentials attaches one. */
function Form({ view, focusKey, start, form, setForm, onClose, onSaved }: Props & { start: ConnectionDraft; form: ConnectionDraft; setForm: (form: ConnectionDraft) => void }) {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const client = useQueryClient();
  const { label } = form;
  const first = useAskFirst();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState(label);
  const [switched, setSwitched] = useState(form.credentialId !== null);
  const found = usePagedList(credentialsQuery({ ...order, search: typed === label ? '' : typed, stores: [], locations: [], statuses: [] }), switched);
  const rows = found.rows.slice(0, 100);
  const request: ConnectionRequest = { name: form.name, kind: form.kind, target: form.target, credentialId: form.credentialId };
  const save = useMutation({
    mutationFn: () => unwrap(view ? commands.connectionEdit(view.id, request) : commands.connectionCreate(request)),
    onSuccess: (saved) => { for (const queryKey of [keys.connection, keys.credential]) void client.invalidateQueries({ queryKey }); onSaved(saved.id); },
  });
  useMade((id, name) => { setSwitched(true); setTyped(name); setForm({ ...form, credentialId: id, label: name }); });
  const set = (patch: Partial<ConnectionDraft>) => { first.drop(); save.reset(); setForm({ ...form, ...patch }); };
  const close = () => (JSON.stringify(form) === JSON.stringify(start) ? onClose() : setAsking(true));
  const problem = (field: string) => fieldProblem(save.error, field);
  const general = save.error && asUiError(save.error).fields.length === 0 ? asUiError(save.error) : null;
  const [before, setBefore] = useState<'edit' | 'rename' | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || first.asking) return;
    if (!view || !answered.whereUsed || JSON.stringify(form) === JSON.stringify(start)) return save.mutate();
    const action = form.name.trim() === view.name ? 'edit' : 'rename';
    first.ask({ action, things: [{ kind: 'connection', id: view.id }] }, (answer) => { if (!answer || answer.needsYou.total > 0 || (action === 'edit' && answer.verdict === 'used')) setBefore(action); else save.mutate(); });
  };
  const title = view?.name ?? t('connections.new');
  return (
    <DetailsDrawer
      title={title} label={title} onClose={close} tile={view && <KindTile kind={kindIcons[view.kind]} size={40} brand />} focusKey={focusKey}
      footer={<><Button onClick={close} data-testid={ids.connections.cancel}>{t('action.cancel')}</Button><Button type="submit" form="connection" appearance="primary" disabledFocusable={save.isPending || first.asking} data-testid={ids.connections.save}>{t(view ? 'action.save' : 'connection.create')}</Button></>}
    >
      <form id="connection" className={s.form} onSubmit={submit} noValidate>
        {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
        <KindCards kind={form.kind} onKind={(kind) => set({ kind })} />
        <Field label={t('connections.name')} required validationMessage={problem('name')}><Input value={form.name} onChange={(_, input) => set({ name: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connections.name} /></Field>
        <Field label={t(`connections.target.${form.kind}`)} required hint={t(`connections.hint.${form.kind}`)} validationMessage={problem('target')}><Input value={form.target} onChange={(_, input) => set({ target: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connections.target} /></Field>
        {switched
          ? (
            <Field label={t('connections.credential')} validationMessage={problem('credential')} hint={<Link onClick={() => { setSwitched(false); setTyped(''); set({ credentialId: null, label: '' }); }}>{t('connections.askAgain')}</Link>}>
              <Combobox
                value={typed} selectedOptions={form.credentialId ? [form.credentialId] : []} placeholder={t('connections.choose')} data-testid={ids.connections.credential}
                onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(label)}
                onOptionSelect={(_, option) => {
                  if (option.optionValue === 'new') return go('/new-credential', { back: view?.id ?? 'new' });
                  if (option.optionValue) { setTyped(option.optionText ?? ''); set({ credentialId: option.optionValue, label: option.optionText ?? '' }); }
                }}
              >
                {rows.map((row) => {
                  const allowed = row.locations.includes('connection');
                  return (
                    <Option key={row.id} value={row.id} text={row.name} disabled={!allowed} data-testid={ids.connections.option(row.name)}>
                      <span className={s.option}>
                        <KindIcon kind={row.authentication === 'certificate' ? 'certificate' : 'credential'} />
                        <span className={text.col}>
                          <span className={text.cut}><Highlight text={row.name} search={typed === label ? '' : typed} /></span>
                          <span className={mergeClasses(text.small, text.cut, allowed ? text.muted : s.reason)}>{allowed ? placeOf(row) : t('connection.notallowed', { locations: joined(row.locations.map((one) => t(`location.${one}`))) })}</span>
                        </span>
                        {allowed && <span className={mergeClasses(text.small, text.muted, text.num)}>{t('list.uses', { n: row.usedBy })}</span>}
                      </span>
                    </Option>
                  );
                })}
                <Option value="new" text={t('credential.new')} className={s.foot} data-testid={ids.connections.newCredential}><span className={s.option}><Add16Regular aria-hidden />{t('credential.new')}</span></Option>
              </Combobox>
            </Field>
          )
          : <Field label={t('connections.signIn')}><div className={text.row}><span className={text.grow}>{t('connections.ask')}</span><Button onClick={() => setSwitched(true)} data-testid={ids.connections.toCredentials}>{t('connection.switch')}</Button></div></Field>}
        <NoteBox><span>{t('connection.reference')}</span></NoteBox>
      </form>
      <Suspense fallback={null}>{before && view && <AffectedSheet action={before} things={[{ kind: 'connection', id: view.id, name: view.name }]} pending={save.isPending} onClose={() => setBefore(null)} onGo={() => save.mutate(undefined, { onSettled: () => setBefore(null) })} />}</Suspense>
      <ConfirmDialog open={asking} title={t('edit.discard')} body={t('discard.body')} no={t('discard.keep')} yes={t('discard.discard')} onNo={() => setAsking(false)} onYes={onClose} />
    </DetailsDrawer>
  );
}
