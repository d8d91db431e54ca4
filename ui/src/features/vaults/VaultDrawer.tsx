import { Button, Link, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { ArrowSync16Regular } from '@fluentui/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { variablesQuery, type UiError, type VaultView } from '../../api';
import { DetailsDrawer, DrawerSection, Fact, Facts, StatusText, StoreTile, useGo } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { useVaultStyles } from './vaults.styles';
import { howOf, shortAddress, stateOf, whenOf, whoOf } from './words';

type Props = { vault: VaultView; checking: boolean; failed: UiError | undefined; onCheck: () => void; onEdit: () => void; onClose: () => void };
const bad = ['noAccess', 'notFound', 'disabled', 'expired'];

/** Why a vault does not answer as it should, said plainly. */
export function VaultDrawer({ vault, checking, failed, onCheck, onEdit, onClose }: Props) {
  const s = useVaultStyles();
  const text = useText();
  const go = useGo();
  const { data } = useInfiniteQuery({ ...variablesQuery({ search: '', filter: 'all', kinds: [], stores: ['azureKeyVault'], vaultId: vault.id, sort: 'status', direction: 'ascending' }), enabled: vault.refused > 0 });
  const refused = (data?.pages.flatMap((page) => page.rows) ?? []).filter((row) => bad.includes(row.status.kind));
  const state = stateOf(vault, checking);
  const problem = failed ? { head: failed.message, more: failed.hint } : vault.health?.problem ? { head: vault.health.problem, more: '' } : null;
  return (
    <DetailsDrawer
      title={vault.name} sub={shortAddress(vault)} tile={<StoreTile store={vault.kind} size={40} />} onClose={onClose}
      footer={<><span className={text.small}>{vault.health ? t('vaults.checked', { when: whenOf(vault.health.checked) }) : t('vaults.neverChecked')}</span><span className={text.grow} /><Button onClick={onEdit}>{t('vaults.edit')}</Button><Button appearance="primary" icon={<ArrowSync16Regular />} disabledFocusable={checking} onClick={onCheck}>{t('vaults.checkAgain')}</Button></>}
    >
      {problem && !checking && <MessageBar intent="error" layout="multiline" data-testid={ids.vaults.problem}><MessageBarBody className={s.words}><MessageBarTitle>{problem.head}</MessageBarTitle> {problem.more}</MessageBarBody></MessageBar>}
      <Facts>
        <Fact label={t('details.status')}><StatusText kind={state.kind} words={state.words} /></Fact>
        <Fact label={t('vaults.signsInAs')}>{whoOf(vault)}<br /><span className={text.muted}>{howOf(vault)}</span></Fact>
        {vault.keyVault && <Fact label={t('vaults.vault')}>{vault.keyVault}</Fact>}
        {vault.subscription && <Fact label={t('vaults.subscription')}><span className={text.mono}>{vault.subscription}</span></Fact>}
        {vault.resourceGroup && <Fact label={t('vaults.resourceGroup')}>{vault.resourceGroup}</Fact>}
        <Fact label={t('vaults.usedBy')}>{t('vaults.values', { n: vault.values })}</Fact>
      </Facts>
      {refused.length > 0 && (
        <DrawerSection title={t('vaults.refusedHead')}>
          <ul className={s.plain}>{refused.map((row) => <li key={row.id} className={text.row}><Link onClick={() => go('/variables', { id: row.id })}>{row.displayName}</Link><StatusText kind={row.status.kind} days={row.status.days} /></li>)}</ul>
        </DrawerSection>
      )}
    </DetailsDrawer>
  );
}
