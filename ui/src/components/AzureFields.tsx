import { useState } from 'react';
import type { VaultView } from '../api';
import { t } from '../strings';
import { ids } from '../testIds';
import { HelpField } from './HelpField';
import { ListCombobox } from './ListCombobox';
import { shownNames, type AzureNames } from './newVariable.types';
import { useNewVariableStyles } from './newVariable.styles';
import { useVaultNames } from './useVaultNames';

type Props = {
  vault: VaultView; vaults: readonly VaultView[]; names: AzureNames; onNames: (names: AzureNames) => void; problem: (field: string) => string | undefined;
  /** The field that a refusal is about. */
  bad?: string | null; certificate: boolean; withVersion?: boolean;
};

const distinct = (all: (string | null)[]) => [...new Set(all.filter((one) => one !== null && one !== ''))] as string[];

/** The four names of a secret in Azure: chosen from what the connections know, or typed. */
export function AzureFields({ vault, vaults, names, onNames, problem, bad, certificate, withVersion = false }: Props) {
  const s = useNewVariableStyles();
  const [asked, setAsked] = useState(false);
  const shown = shownNames(names, vault);
  const other = shown.keyVault.trim() !== '' && vault.keyVault !== null && shown.keyVault.trim().toLowerCase() !== vault.keyVault.toLowerCase();
  const listed = useVaultNames(asked && !other ? vault.id : null);
  const place = vault.keyVault ?? vault.name;
  const fit = listed.rows.filter((row) => row.certificate === certificate).map((row) => row.name);
  const note = other ? t('azure.otherVault', { vault: place }) : listed.error ? t('azure.listFailed', { why: listed.error.message }) : listed.listing && fit.length === 0 ? t('azure.listing', { vault: place }) : null;
  const set = (field: keyof AzureNames) => (value: string) => onNames({ ...names, [field]: value });
  const about = (field: string) => ({ validationMessage: problem(field), validationState: problem(field) !== undefined || bad === field ? 'error' as const : 'none' as const });
  return (
    <>
      <HelpField label={t('azure.subscription')} help={t('azure.subscriptionHelp')} required {...about('subscription')}>
        <ListCombobox value={shown.subscription} options={distinct(vaults.map((one) => one.subscription))} onChange={set('subscription')} mono={s.mono} testId={ids.newVariable.subscription} />
      </HelpField>
      <HelpField label={t('azure.resourceGroup')} help={t('azure.resourceGroupHelp')} required {...about('resourceGroup')}>
        <ListCombobox value={shown.resourceGroup} options={distinct(vaults.map((one) => one.resourceGroup))} onChange={set('resourceGroup')} testId={ids.newVariable.resourceGroup} />
      </HelpField>
      <HelpField label={t('azure.keyVault')} help={t('azure.keyVaultHelp')} required {...about('keyVault')}>
        <ListCombobox value={shown.keyVault} options={distinct(vaults.map((one) => one.keyVault))} onChange={set('keyVault')} testId={ids.newVariable.keyVault} />
      </HelpField>
      <div onFocus={() => setAsked(true)}>
        <HelpField label={t('azure.secret')} help={t(certificate ? 'azure.certificateHelp' : 'azure.secretHelp')} required {...about('secret')}>
          <ListCombobox value={shown.secret} options={fit} onChange={set('secret')} note={note} testId={ids.newVariable.secret} />
        </HelpField>
      </div>
      {withVersion && (
        <HelpField label={t('azure.version')} help={t('azure.versionHelp')} {...about('version')}>
          <ListCombobox value={shown.version} options={[]} onChange={set('version')} mono={s.mono} testId={ids.newVariable.version} />
        </HelpField>
      )}
    </>
  );
}
