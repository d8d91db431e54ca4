import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { commands, type CredentialsQuery } from './bindings.gen';
import { unwrap } from './errors';

export const pageSize = 200;


/** Keys by kind of thing, so that one event refreshes what it touches. */
export const keys = {
  workspace: ['workspace'] as const,
  credentials: ['credentials'] as const,
  variables: ['variables'] as const,
  connections: ['connections'] as const,
  vaults: ['vaults'] as const,
  settings: ['settings'] as const,
  navigation: ['navigation'] as const,
};

export const workspaceQuery = queryOptions({ queryKey: keys.workspace, queryFn: () => unwrap(commands.workspaceState()), staleTime: Infinity });
export const settingsQuery = queryOptions({ queryKey: keys.settings, queryFn: () => unwrap(commands.settingsGet()) });
export const navigationQuery = queryOptions({ queryKey: keys.navigation, queryFn: () => unwrap(commands.navigationGet()), staleTime: Infinity });
export const expiryQuery = queryOptions({ queryKey: [...keys.credentials, 'expiring'], queryFn: () => unwrap(commands.credentialsExpiring()) });

export const credentialQuery = (id: string) => queryOptions({ queryKey: [...keys.credentials, 'details', id], queryFn: () => unwrap(commands.credentialDetails(id)) });

export type ListFilter = Omit<CredentialsQuery, 'cursor' | 'limit'>;

export const credentialsQuery = (filter: ListFilter) => infiniteQueryOptions({
  queryKey: [...keys.credentials, 'list', filter],
  queryFn: ({ pageParam }) => unwrap(commands.credentialsList({ ...filter, cursor: pageParam, limit: pageSize })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,

  placeholderData: keepPreviousData,
});
