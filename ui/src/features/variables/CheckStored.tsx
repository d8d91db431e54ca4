import { Button, Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { ArrowSync16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { asUiError, commands, keys, newId, unwrap, variableQuery, type VariableView } from '../../api';
import { Fact, Facts, StatusText, useGo } from '../../components';
import { CopyRequest, Refusal } from '../../components/CheckResult';
import { exactTime, relativeTime, t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';

/** Where a stored secret is, how it was last found, and Check access. */
export function CheckStored({ view }: { view: VariableView }) {
  const text = useText();
  const go = useGo();
  const client = useQueryClient();
  const running = useRef<string | null>(null);
  useEffect(() => () => { if (running.current) void commands.checkStop(running.current); }, []);
  const check = useMutation({
    mutationFn: () => { running.current = newId(); return unwrap(commands.variableCheck(view.id, running.current)); },
    onSuccess: (seen) => { client.setQueryData(variableQuery(view.id).queryKey, seen); for (const queryKey of [keys.variable, keys.credential, keys.vault]) void client.invalidateQueries({ queryKey }); },
    onSettled: () => { running.current = null; },
  });
  const vaultId = view.store?.vaultId;
  // What the check just said stays until the variable is good again.
  const refusal = view.refusal ?? (view.status.kind === 'ready' ? null : (check.data?.refusal ?? null));
  return (
    <>
      <Facts>
        <Fact label={t('details.status')}><StatusText kind={check.isPending ? 'checking' : view.status.kind} days={view.status.days} /></Fact>
        <Fact label={t('variable.name')}><span className={text.mono}>{view.name}</span></Fact>
        <Fact label={t('details.store')}>{t(`store.${view.store?.kind ?? 'thisDevice'}`)}{vaultId && <>{', '}<Link onClick={() => go('/vaults', { vault: vaultId })}>{view.store?.vaultName}</Link></>}</Fact>
        {view.azure?.path && <Fact label={t('variables.path')}><span className={text.mono}>{view.azure.path}</span></Fact>}
        <Fact label={t('variables.checked')}><span title={view.checked ? exactTime(view.checked) : undefined}>{view.checked ? relativeTime(view.checked) : t('vaults.neverChecked')}</span></Fact>
      </Facts>
      {check.error && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(check.error).message} {asUiError(check.error).hint}</MessageBarBody></MessageBar>}
      {refusal && !check.isPending && <Refusal refusal={refusal} />}
      <div className={text.row}>
        <Button icon={<ArrowSync16Regular />} disabledFocusable={check.isPending} onClick={() => { if (!check.isPending) check.mutate(); }} data-testid={ids.variables.check}>{t('vaults.check')}</Button>
        {refusal && <CopyRequest refusal={refusal} />}
      </div>
    </>
  );
}
