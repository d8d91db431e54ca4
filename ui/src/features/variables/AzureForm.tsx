import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { answered, ApiError, commands, fieldProblem, keys, variableQuery, vaultsQuery, type VariableView } from '../../api';
import { NoteBox, useToast } from '../../components';
import { AzureFields } from '../../components/AzureFields';
import { CheckLine } from '../../components/CheckLine';
import { CheckResult } from '../../components/CheckResult';
import { azurePlace, shownNames, type AzureNames } from '../../components/newVariable.types';
import { isChanged } from '../../components/useBased';
import { useAccessCheck } from '../../components/useAccessCheck';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import type { useEdit } from './useEdit';

const Newer = lazy(() => import('../../components/newer/Newer').then((m) => ({ default: m.Newer })));
const AffectedSheet = lazy(() => import('../../components/dependencies/AffectedSheet').then((m) => ({ default: m.AffectedSheet })));

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', rowGap: '12px' }, buttons: { display: 'flex', alignItems: 'center', columnGap: '12px', flexWrap: 'wrap', rowGap: '8px' } });

export type AzureDraft = { displayName: string; value: AzureNames };
export const azureDraft = ({ displayName, azure }: VariableView): AzureDraft => ({ displayName, value: azure ? { subscription: azure.subscription, resourceGroup: azure.resourceGroup, keyVault: azure.keyVault, secret: azure.secret, version: azure.version ?? '' } : {} });

type Props = { view: VariableView; edit: ReturnType<typeof useEdit<AzureDraft>> };

/** A secret in Azure: the reference may change, and is checked before it is stored. */
export function AzureForm({ view, edit }: Props) {
  const s = useStyles();
  const text = useText();
  const client = useQueryClient();
  const toast = useToast();
  const check = useAccessCheck();
  const [asking, setAsking] = useState(false);
  const vaults = (useQuery(vaultsQuery).data ?? []).filter((one) => one.kind === 'azureKeyVault');
  const vault = vaults.find((one) => one.id === view.store?.vaultId);
  const old = view.azure;
  const { displayName, value: names } = edit.now;
  const error = check.error ? new ApiError(check.error) : null;
  const stale = isChanged(error) ? check.error : null;
  const newer = edit.newer(stale?.fields.map((one) => one.field) ?? []);
  const problem = (field: string) => (stale ? undefined : fieldProblem(error, field));
  // What was not touched is left to whoever changes it meanwhile.
  const refers = JSON.stringify(names) !== JSON.stringify(edit.from.value);
  const save = (unchecked = false, seen = edit.seen) => {
    if (!vault || check.running) return;
    const place = azurePlace(names, vault);
    const request = { displayName: displayName === edit.from.displayName ? null : displayName, place: refers ? place : null, seen };
    check.run({
      place: place.keyVault || vault.name,
      ask: async (checkId) => {
        const answer = await commands.variableSetAzure(view.id, request, checkId, unchecked);
        if (answer.status === 'error' && isChanged(new ApiError(answer.error))) void client.invalidateQueries({ queryKey: keys.variable });
        return answer;
      },
      onSaved: (saved) => {
        client.setQueryData(variableQuery(view.id).queryKey, saved);
        for (const queryKey of [keys.variable, keys.credential, keys.vault]) void client.invalidateQueries({ queryKey });
        edit.done();
        toast(t('variables.saved', { name: saved.displayName }));
      },
    });
  };
  const submit = (event: FormEvent) => { event.preventDefault(); if (answered.whereUsed && refers && view.usedByTotal > 0) setAsking(true); else save(); };
  const shown = shownNames(names, vault);
  const says = newer.map((field) => (field === 'displayName' ? { label: t('variable.displayName'), text: view.displayName } : { label: t('variables.reference'), text: old ? `${old.keyVault}/${[old.secret, old.version].filter(Boolean).join('/')}` : null }));
  if (!vault) return <NoteBox><span>{t('variables.vaultGone', { vault: view.store?.vaultName ?? old?.keyVault ?? '' })}</span><span className={text.mono}>{old?.path}</span></NoteBox>;
  return (
    <form className={s.form} onSubmit={submit} noValidate aria-label={t('variables.reference')}>
      <NoteBox><span>{t('variables.changes', { n: view.usedByTotal })} {t('variables.referenceOnly', { vault: shown.keyVault })}</span></NoteBox>
      {check.error && check.error.fields.length === 0 && <MessageBar intent="error" layout="multiline"><MessageBarBody>{check.error.message} {check.error.hint}</MessageBarBody></MessageBar>}
      <Suspense fallback={null}>{stale && <Newer message={stale.message} fields={says} busy={check.running} onTake={() => { edit.take(newer); check.changed(); }} onOver={() => save(false, edit.over(newer))} />}</Suspense>
      <Field label={t('variable.displayName')} required validationMessage={problem('displayName')}><Input value={displayName} onChange={(_, input) => { check.changed(); edit.change({ displayName: input.value, value: names }); }} spellCheck={false} autoComplete="off" data-testid={ids.variables.displayName} /></Field>
      <AzureFields vault={vault} vaults={vaults} names={names} onNames={(next) => { check.changed(); edit.change({ displayName, value: next }); }} problem={problem} bad={check.refusal?.field} certificate={view.kind === 'certificate'} withVersion />
      <CheckResult check={check} onAgain={() => save()} onKeep={() => save(true)} />
      {!check.refusal && <div className={s.buttons}><Button type="submit" appearance={check.noAnswer ? 'secondary' : 'primary'} disabledFocusable={check.running} data-testid={ids.variables.save}>{t('action.save')}</Button><CheckLine check={check} /></div>}
      <Suspense fallback={null}>{asking && <AffectedSheet action="edit" things={[{ kind: 'variable', id: view.id, name: view.displayName }]} pending={false} onClose={() => setAsking(false)} onGo={() => { setAsking(false); save(); }} />}</Suspense>
    </form>
  );
}
