import { Button, Dropdown, Field, Input, Link, MessageBar, MessageBarBody, Option } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { commands, vaultsQuery, type VariableView, type VaultView } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { AzureFields } from './AzureFields';
import { CertificateFields } from './CertificateFields';
import { CheckLine } from './CheckLine';
import { CheckResult } from './CheckResult';
import { DeviceFields } from './DeviceFields';
import { GeneratePassword } from './GeneratePassword';
import { HelpField } from './HelpField';
import { useNewVariableStyles } from './newVariable.styles';
import { emptyForm, type NewForm, type NewKind } from './newVariable.types';
import { Spacer } from './PageHeader';
import { KindIcon } from './Tile';
import { useAccessCheck, type AccessCheck } from './useAccessCheck';
import { useSaveVariable } from './useSaveVariable';

export { emptyForm, type NewForm, type NewKind };

type Props = {
  kind: NewKind; form: NewForm; onForm: (form: NewForm) => void; onSaved: (variable: VariableView) => void; onClose: () => void;
  /** Where the secret is kept, if that is settled; otherwise it is asked here when there is a choice. */
  where?: { vaultId: string | null };
  /** A check that outlives the form, so that Back does not end it. */
  check?: AccessCheck;
  onOther?: () => void;
  /** In a drawer, which has the frame, the title and the way out. */
  bare?: boolean;
};

const title = (kind: NewKind, azure: boolean) => (kind === 'text' ? t('variable.newText') : kind === 'secret' ? t(azure ? 'variable.newAzure' : 'variable.newSecret') : t(azure ? 'variable.newAzureCertificate' : 'variable.newCertificate'));
const placeOf = (vault: VaultView | undefined) => (vault ? t('variable.vault', { kind: t('store.azureKeyVault'), vault: vault.name }) : t('store.thisDevice'));

/** New, inside a form. What was typed is the caller's, so that closing loses nothing. */
export function NewVariable({ kind, form, onForm, onSaved, onClose, where, check: outer, onOther, bare = false }: Props) {
  const s = useNewVariableStyles();
  const text = useText();
  const first = useRef<HTMLInputElement>(null);
  const latest = useRef({ form, onForm });
  const own = useAccessCheck();
  const check = outer ?? own;
  const { data } = useQuery({ ...vaultsQuery, enabled: kind !== 'text' });
  const vaults = (data ?? []).filter((one) => one.kind === 'azureKeyVault');
  const vaultId = where ? where.vaultId : form.vaultId;
  const vault = kind === 'text' ? undefined : vaults.find((one) => one.id === vaultId);
  const { save, busy, general, problem, changed } = useSaveVariable(kind, form, vault, check, onSaved);
  const set = (patch: Partial<NewForm>) => { changed(); onForm({ ...form, ...patch }); };
  useEffect(() => first.current?.focus(), []);
  useEffect(() => { latest.current = { form, onForm }; });
  useEffect(() => {
    if (form.byHand || form.displayName === '') return;
    let outdated = false;
    void commands.variableSuggestName(form.displayName).then((answer) => {
      const now = latest.current;
      if (!outdated && answer.status === 'ok' && answer.data !== now.form.name) now.onForm({ ...now.form, name: answer.data });
    });
    return () => { outdated = true; };
  }, [form.byHand, form.displayName]);
  const keys = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') { event.stopPropagation(); onClose(); }
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.getAttribute('role') !== 'combobox') { event.preventDefault(); event.stopPropagation(); save(); }
  };
  const head = title(kind, vault !== undefined);
  return (
    <section className={bare ? s.bare : s.inline} aria-label={head} onKeyDown={keys} data-testid={ids.newVariable.form}>
      {!bare && <div className={s.inlineHead}><KindIcon kind={kind} /><span className={text.grow}>{head}</span><Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('variable.keepTyped')} onClick={onClose} data-testid={ids.newVariable.close} /></div>}
      {general && <MessageBar intent="error" layout="multiline"><MessageBarBody className={s.sentence}>{general.message} {general.hint}</MessageBarBody></MessageBar>}
      {!where && kind !== 'text' && vaults.length > 0 && (
        <Field label={t('variable.store')}>
          <Dropdown value={placeOf(vault)} selectedOptions={[vault?.id ?? '']} onOptionSelect={(_, option) => set({ vaultId: option.optionValue || null, azure: { secret: form.azure.secret } })} data-testid={ids.newVariable.store}>
            <Option value="" data-testid={ids.newVariable.storeOption('thisDevice')}>{t('store.thisDevice')}</Option>
            {vaults.map((one) => <Option key={one.id} value={one.id} data-testid={ids.newVariable.storeOption(one.name)}>{placeOf(one)}</Option>)}
          </Dropdown>
        </Field>
      )}
      <div className={s.two}>
        <Field label={t('variable.displayName')} required validationMessage={problem('displayName')}><Input ref={first} value={form.displayName} onChange={(_, input) => set({ displayName: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.displayName} /></Field>
        <HelpField label={t('variable.name')} help={t('variable.nameHelp')} required validationMessage={problem('name')} hint={form.byHand ? <Link onClick={() => set({ byHand: false })}>{t('variable.suggested')}</Link> : undefined}><Input className={s.mono} value={form.name} onChange={(_, input) => set({ name: input.value, byHand: true })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.name} /></HelpField>
        {vault && <AzureFields vault={vault} vaults={vaults} names={form.azure} onNames={(azure) => set({ azure })} problem={problem} bad={check.refusal?.field} certificate={kind === 'certificate'} />}
      </div>
      {kind === 'text' && <Field label={t('variable.value')} required hint={t('username.help')} validationMessage={problem('value')}><Input value={form.value} onChange={(_, input) => set({ value: input.value })} spellCheck={false} autoComplete="off" data-testid={ids.newVariable.value} /></Field>}
      {kind === 'secret' && !vault && <DeviceFields form={form} set={set} problem={problem} />}
      {kind === 'certificate' && !vault && <CertificateFields form={form} set={set} problem={problem} />}
      {vault && <CheckResult check={check} onAgain={() => save()} onKeep={() => save(true)} onOther={onOther} />}
      {!(vault && check.refusal) && (
        <div className={s.buttons}>
          <Button appearance={vault && check.noAnswer ? 'secondary' : 'primary'} onClick={() => save()} disabledFocusable={busy} data-testid={ids.newVariable.save}>{t('variable.save')}</Button>
          <Button onClick={onClose} data-testid={ids.newVariable.cancel}>{t('action.cancel')}</Button><Spacer />
          {vault ? <CheckLine check={check} /> : kind === 'secret' && <GeneratePassword onMade={(made) => set({ value: '', repeat: '', handle: made.handle, length: made.length })} />}
        </div>
      )}
    </section>
  );
}
