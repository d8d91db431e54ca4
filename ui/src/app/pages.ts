import { BracesVariable20Filled, BracesVariable20Regular, BranchFork20Filled, BranchFork20Regular, ClipboardTask20Filled, ClipboardTask20Regular, Code20Filled, Code20Regular, Key20Filled, Key20Regular, PeopleTeam20Filled, PeopleTeam20Regular, PlugConnected20Filled, PlugConnected20Regular, Settings20Filled, Settings20Regular, VaultFilled, VaultRegular, type FluentIcon } from '@fluentui/react-icons';
import type { ComponentType } from 'react';
import { answered } from '../api';
import '../strings/all';
import { t } from '../strings';

export type PageId = 'credentials' | 'variables' | 'connections' | 'vaults' | 'where-used' | 'sources' | 'people' | 'rotations' | 'settings' | 'wizard';
export type PageInfo = { id: PageId; title: string; icon: FluentIcon; active: FluentIcon; group?: 'understand' | 'share' };

const found = import.meta.glob<{ default: ComponentType }>('../features/*/index.tsx');
const key = (id: PageId) => `../features/${id}/index.tsx`;

const needs: Partial<Record<PageId, keyof typeof answered>> = { 'where-used': 'whereUsed', sources: 'whereUsed', people: 'team', rotations: 'team' };
const isAnswered = (id: PageId) => { const part = needs[id]; return part === undefined || answered[part]; };

export const hasPage = (id: PageId): boolean => key(id) in found && isAnswered(id);

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
  { id: 'where-used', title: t('nav.where-used'), icon: BranchFork20Regular, active: BranchFork20Filled, group: 'understand' },
  { id: 'sources', title: t('nav.sources'), icon: Code20Regular, active: Code20Filled, group: 'understand' },
  { id: 'people', title: t('nav.people'), icon: PeopleTeam20Regular, active: PeopleTeam20Filled, group: 'share' },
  { id: 'rotations', title: t('nav.rotations'), icon: ClipboardTask20Regular, active: ClipboardTask20Filled, group: 'share' },
];

/** Pages that can be pinned; a page that is not built is not listed. */
export const pages: readonly PageInfo[] = all.filter((page) => hasPage(page.id));
export const settingsPage: PageInfo = { id: 'settings', title: t('nav.settings'), icon: Settings20Regular, active: Settings20Filled };
