import { BracesVariable20Filled, BracesVariable20Regular, Key20Filled, Key20Regular, PlugConnected20Filled, PlugConnected20Regular, Settings20Filled, Settings20Regular, VaultFilled, VaultRegular, type FluentIcon } from '@fluentui/react-icons';
import type { ComponentType } from 'react';
import '../strings/all';
import { t } from '../strings';

export type PageId = 'credentials' | 'variables' | 'connections' | 'vaults' | 'settings' | 'wizard';
export type PageInfo = { id: PageId; title: string; icon: FluentIcon; active: FluentIcon };

const found = import.meta.glob<{ default: ComponentType }>('../features/*/index.tsx');
const key = (id: PageId) => `../features/${id}/index.tsx`;

export const hasPage = (id: PageId): boolean => key(id) in found;

/** Loads a feature's page; each is a chunk of its own. */
export async function loadPage(id: PageId): Promise<{ default: ComponentType }> {
  const load = found[key(id)];
  if (!load) throw new Error(`no page ${id}`);
  return load();
}

const all: PageInfo[] = [
  { id: 'credentials', title: t('nav.credentials'), icon: Key20Regular, active: Key20Filled },
  { id: 'variables', title: t('nav.variables'), icon: BracesVariable20Regular, active: BracesVariable20Filled },
  { id: 'connections', title: t('nav.connections'), icon: PlugConnected20Regular, active: PlugConnected20Filled },
  { id: 'vaults', title: t('nav.vaults'), icon: VaultRegular, active: VaultFilled },
];

/** Pages that can be pinned; a page that is not built is not listed. */
export const pages: readonly PageInfo[] = all.filter((page) => hasPage(page.id));
export const settingsPage: PageInfo = { id: 'settings', title: t('nav.settings'), icon: Settings20Regular, active: Settings20Filled };
