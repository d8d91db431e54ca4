import { Button, Spinner } from '@fluentui/react-components';
import { ArrowLeft16Regular, ArrowSync16Regular, Copy16Regular, StethoscopeRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { commands, useSettings, type VaultView } from '../../api';
import { CommandBar, CommandButton, DataTable, EmptyState, ErrorState, Page, PageHeader, PageSearch, Separator, SkeletonRows, Spacer, usePageTitle, useSlow, useToast, useWindowWidth } from '../../components';
import { useVaultNames } from '../../components/useVaultNames';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { useText } from '../../theme';
import { secretColumns } from './columns';

type Props = { vault: VaultView; checking: boolean; onBack: () => void; onCheck: () => void };

/** The names in one vault: they appear from the first page on, and never with a value. */
export function VaultSecrets({ vault, checking, onBack, onCheck }: Props) {
  const text = useText();
  const toast = useToast();
  const width = useWindowWidth();
  const { settings } = useSettings();
  const names = useVaultNames(vault.id);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const rested = search.trim().toLowerCase();
  const rows = useMemo(() => names.rows.filter((row) => row.name.toLowerCase().includes(rested)).map((row) => ({ ...row, id: row.name })), [names.rows, rested]);
  const slow = useSlow(names.listing && names.rows.length === 0);
  const found = names.rows.length;
  const place = vault.keyVault ?? vault.name;
  usePageTitle(vault.name, names.whole ? `${vault.name}, ${t('secrets.all', { n: found })}` : null);
  const one = [...selected][0];
  const copy = () => { if (one) void commands.copyText(one).then(() => toast(t('secrets.copied'))); };
  const progress = names.listing ? (found === 0 ? t('secrets.asking', { vault: place }) : t('secrets.soFar', { n: found })) : names.whole ? t('secrets.all', { n: found }) : found > 0 ? t('secrets.stopped', { n: found }) : '';
  return (
    <Page>
      <PageHeader title={vault.name} count={t(`store.${vault.kind}`)}><PageSearch label={t('secrets.search')} value={search} onChange={setSearch} testId={ids.vaultSecrets.search} /></PageHeader>
      <CommandBar label={vault.name}>
        <CommandButton icon={<ArrowLeft16Regular />} onClick={onBack} testId={ids.vaultSecrets.back}>{t('secrets.back')}</CommandButton>
        <Separator />
        <CommandButton icon={<ArrowSync16Regular />} onClick={names.refresh} testId={ids.vaultSecrets.refresh}>{t('secrets.refresh')}</CommandButton>
        <CommandButton icon={<StethoscopeRegular />} reason={checking ? t('status.checking') : null} onClick={onCheck} testId={ids.vaultSecrets.check}>{t('vaults.check')}</CommandButton>
        <CommandButton icon={<Copy16Regular />} reason={one ? null : t('secrets.select')} onClick={copy} testId={ids.vaultSecrets.copyName}>{t('secrets.copyName')}</CommandButton>
        <Spacer />
        {names.listing && <Spinner size="extra-tiny" aria-hidden />}
        <span role="status" className={text.num} data-testid={ids.vaultSecrets.count}>{progress}</span>
        {names.listing && found > 0 && <Button size="small" appearance="subtle" onClick={names.stop} data-testid={ids.vaultSecrets.stop}>{t('action.stop')}</Button>}
        {!names.listing && !names.whole && !names.error && found > 0 && <Button size="small" appearance="subtle" onClick={names.goOn}>{t('secrets.goOn')}</Button>}
      </CommandBar>
      {names.error && found === 0
        ? <ErrorState what={names.error.message} next={[names.error.refusal?.causeText, names.error.hint].filter(Boolean).join(' ')} code={names.error.code} onRetry={names.refresh} />
        : names.listing && found === 0 ? (slow ? <SkeletonRows /> : null)
          : found === 0 ? <EmptyState title={t('secrets.empty', { vault: place })} body={t('secrets.emptyBody')} />
            : rows.length === 0 ? <EmptyState title={t('state.nothing', { search: search.trim() })} actions={<Button onClick={() => setSearch('')}>{t('action.clearSearch')}</Button>} />
              : <DataTable label={t('secrets.search')} columns={secretColumns(rested, width)} rows={rows} total={rows.length} selected={selected} onSelect={(next) => setSelected(new Set([...next].slice(-1)))} rowHeight={settings?.denseRows ? 32 : 40} />}
    </Page>
  );
}
