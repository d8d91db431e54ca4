import { Button, mergeClasses } from '@fluentui/react-components';
import { Add16Regular, ArrowSync16Regular } from '@fluentui/react-icons';
import { lazy, Suspense, useEffect, useState } from 'react';
import { asUiError, type VaultView } from '../../api';
import { CommandBar, CommandButton, EmptyState, ErrorState, onCommand, Page, PageHeader, Separator, SkeletonRows, useAddress, usePageTitle, useSlow, useToast, useWindowWidth } from '../../components';
import { addWords, t } from '../../strings';
import { vaults } from '../../strings/en/vaults';
import { ids } from '../../testIds';
import { Disconnect } from './Disconnect';
import { useVaults } from './useVaults';
import { VaultCard } from './VaultCard';
import { VaultDrawer } from './VaultDrawer';
import { VaultSecrets } from './VaultSecrets';
import { useVaultStyles } from './vaults.styles';

addWords(vaults);

const ConnectVault = lazy(() => import('../../components/connectVault/ConnectVault'));
const oneColumnUnder = 1000;

/** Vaults: where secrets are, and who signs in there. */
export default function VaultsPage() {
  const s = useVaultStyles();
  const toast = useToast();
  const width = useWindowWidth();
  const [address, setAddress] = useAddress();
  const { query, vaults, checking, failed, check, checkAll, refresh } = useVaults();
  const slow = useSlow(query.isPending);
  const [connecting, setConnecting] = useState(false);
  const [editing, setEditing] = useState<VaultView | null>(null);
  const [leaving, setLeaving] = useState<VaultView | null>(null);
  useEffect(() => onCommand('new', () => setConnecting(true)), []);
  const inside = vaults.find((one) => one.id === address['vault']);
  const chosen = vaults.find((one) => one.id === address['id'] && one.kind !== 'thisDevice');
  usePageTitle(t('vaults.title'), query.isPending || inside ? null : `${t('vaults.title')}, ${vaults.length}`);
  const external = vaults.some((one) => one.kind !== 'thisDevice');
  const connect = <CommandButton primary icon={<Add16Regular />} onClick={() => setConnecting(true)} testId={ids.vaults.connect}>{t('vaults.connect')}</CommandButton>;
  const drawer = chosen && <VaultDrawer vault={chosen} checking={checking.has(chosen.id)} failed={failed[chosen.id]} onCheck={() => void check(chosen.id)} onEdit={() => setEditing(chosen)} onClose={() => setAddress({ id: null })} />;
  const cards = (
    <ul className={mergeClasses(s.cards, (width < oneColumnUnder || (drawer && width < 1100)) && s.one)}>
      {vaults.map((vault) => (
        <li key={vault.id}>
          <VaultCard
            vault={vault} chosen={vault.id === chosen?.id} checking={checking.has(vault.id)} failed={failed[vault.id] !== undefined}
            onOpen={() => setAddress({ vault: vault.id, id: null }, false)} onCheck={() => void check(vault.id)} onEdit={() => setEditing(vault)} onDisconnect={() => setLeaving(vault)} onWhy={() => setAddress({ id: vault.id })}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {inside
        ? <VaultSecrets key={inside.id} vault={inside} checking={checking.has(inside.id)} onBack={() => setAddress({ vault: null })} onCheck={() => void check(inside.id).then(() => setAddress({ vault: null, id: inside.id }))} />
        : (
          <Page drawer={drawer}>
            <PageHeader title={t('vaults.title')} count={query.isPending || query.error ? null : vaults.length} />
            <CommandBar label={t('vaults.title')}>{connect}<Separator /><CommandButton icon={<ArrowSync16Regular />} reason={external ? null : t('vaults.none')} onClick={() => void checkAll()} testId={ids.vaults.checkAll}>{t('vaults.checkAll')}</CommandButton></CommandBar>
            {query.error ? <ErrorState what={asUiError(query.error).message} next={asUiError(query.error).hint} code={asUiError(query.error).code} onRetry={() => void query.refetch()} />
              : query.isPending ? (slow ? <SkeletonRows /> : null)
                : vaults.length === 0 ? <EmptyState title={t('vaults.title')} body={t('vaults.emptyBody')} actions={<Button appearance="primary" onClick={() => setConnecting(true)}>{t('vaults.connect')}</Button>} />
                  : <div className={s.body}>{cards}</div>}
          </Page>
        )}
      <Suspense fallback={null}>
        {(connecting || editing) && (
          <ConnectVault
            key={editing?.id ?? 'new'} vault={editing} onClose={() => { setConnecting(false); setEditing(null); }}
            onConnected={(vault) => { toast(t(editing ? 'vaults.saved' : 'connect.connected', { name: vault.name })); setConnecting(false); setEditing(null); refresh(); }}
          />
        )}
      </Suspense>
      {leaving && <Disconnect vault={leaving} onClose={() => setLeaving(null)} onDone={() => { setLeaving(null); setAddress({ id: null }); refresh(); }} />}
    </>
  );
}
