import { Button, Combobox, Field, Input, Link, makeStyles, MessageBar, MessageBarBody, Option, Radio, RadioGroup } from '@fluentui/react-components';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { asUiError, commands, credentialsQuery, fieldProblem, keys, unwrap, type ConnectionKindName, type ConnectionRequest, type ConnectionView } from '../../api';
import { DetailsDrawer, NoteBox, useGo } from '../../components';
import { list as joined, t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '16px' }, end: { alignSelf: 'flex-start' }, option: { display: 'flex', flexDirection: 'column', minWidth: 0 } });
const kinds: ConnectionKindName[] = ['machine', 'ssh', 'postgres', 'http'];
const order = { filter: 'all', stores: [], locations: [], statuses: [], sort: 'name', direction: 'ascending' } as const;

/** C16: a target, and at first "Ask each time"; Switch to credentials attaches one. */
export function ConnectionForm({ view, onClose, onSaved }: { view: ConnectionView | null; onClose: () => void; onSaved: (id: string) => void }) {
  const s = useStyles();
  const text = useText();
  const go = useGo();
  const client = useQueryClient();
  const [form, setForm] = useState<ConnectionRequest>({ name: view?.name ?? '', kind: view?.kind ?? 'machine', target: view?.target ?? '', credentialId: view?.credential?.id ?? null });
  const [label, setLabel] = useState(view?.credential?.name ?? '');
  const [typed, setTyped] = useState(label);
  const [switched, setSwitched] = useState(form.credentialId !== null);
  const { data } = useInfiniteQuery({ ...credentialsQuery({ ...order, search: typed === label ? '' : typed, stores: [], locations: [], statuses: [] }), enabled: switched });
  const rows = data?.pages.flatMap((page) => page.rows).slice(0, 100) ?? [];
  const save = useMutation({
    mutationFn: () => unwrap(view ? commands.connectionEdit(view.id, form) : commands.connectionCreate(form)),
    onSuccess: (saved) => { for (const queryKey of [keys.connection, keys.credential]) void client.invalidateQueries({ queryKey }); onSaved(saved.id); },
  });
  const set = (patch: Partial<ConnectionRequest>) => { save.reset(); setForm({ ...form, ...patch }); };
  const problem = (field: string) => fieldProblem(save.error, field);
  const general = save.error && asUiError(save.error).fields.length === 0 ? asUiError(save.error) : null;
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate(); };
  const title = view?.name ?? t('connections.new');
  return (
    <DetailsDrawer title={title} label={title} onClose={onClose}>
      <form className={s.form} onSubmit={submit} noValidate>
        {general && <MessageBar intent="error" layout="multiline"><MessageBarBody>{general.message} {general.hint}</MessageBarBody></MessageBar>}
        <Field label={t('connections.kind')}>
          <RadioGroup value={form.kind} onChange={(_, choice) => set({ kind: choice.value as ConnectionKindName })} layout="horizontal">{kinds.map((kind) => <Radio key={kind} value={kind} label={t(`connections.kind.${kind}`)} data-testid={ids.connections.kind(kind)} />)}</RadioGroup>
        </Field>
        <Field label={t('connections.name')} required validationMessage={problem('name')}><Input value={form.name} onChange={(_, input) => set({ name: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connections.name} /></Field>
        <Field label={t('connections.target')} required hint={t(`connections.hint.${form.kind}`)} validationMessage={problem('target')}><Input value={form.target} onChange={(_, input) => set({ target: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.connections.target} /></Field>
        {switched
          ? (
            <Field label={t('connections.signIn')} validationMessage={problem('credential')} hint={<Link onClick={() => { setSwitched(false); setLabel(''); setTyped(''); set({ credentialId: null }); }}>{t('connections.askAgain')}</Link>}>
              <Combobox
                value={typed} selectedOptions={form.credentialId ? [form.credentialId] : []} placeholder={t('connections.choose')} data-testid={ids.connections.credential}
                onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(label)}
                onOptionSelect={(_, option) => {
                  if (option.optionValue === 'new') return go('/new-credential');
                  if (option.optionValue) { setLabel(option.optionText ?? ''); setTyped(option.optionText ?? ''); set({ credentialId: option.optionValue }); }
                }}
              >
                {rows.map((row) => {
                  const allowed = row.locations.includes('connection');
                  return (
                    <Option key={row.id} value={row.id} text={row.name} disabled={!allowed} data-testid={ids.connections.option(row.name)}>
                      <span className={s.option}><span className={text.cut}>{row.name}</span>{!allowed && <span className={text.small}>{t('connection.notallowed', { locations: joined(row.locations.map((one) => t(`location.${one}`))) })}</span>}</span>
                    </Option>
                  );
                })}
                <Option value="new" text={t('credential.new')} data-testid={ids.connections.newCredential}>{t('credential.new')}</Option>
              </Combobox>
            </Field>
          )
          : <Field label={t('connections.signIn')}><div className={text.row}><span className={text.grow}>{t('connections.ask')}</span><Button onClick={() => setSwitched(true)} data-testid={ids.connections.toCredentials}>{t('connection.switch')}</Button></div></Field>}
        <NoteBox><span>{t('connection.reference')}</span></NoteBox>
        <Button type="submit" appearance="primary" className={s.end} disabledFocusable={save.isPending} data-testid={ids.connections.save}>{t(view ? 'action.save' : 'connection.create')}</Button>
      </form>
    </DetailsDrawer>
  );
}
