import { queryOptions } from '@tanstack/react-query';
import { commands, type ConnectionQuery, type CredentialQuery, type VariableQuery } from './bindings';
import { unwrap } from './errors';
import { pagedQuery } from './paged';

/** Keys by kind of thing, so that one event refreshes what it touches. Values have no key: they are never cached. */
export const keys = {
  session: ['session'] as const,
  settings: ['settings'] as const,
  credential: ['credential'] as const,
  variable: ['variable'] as const,
  connection: ['connection'] as const,
  vault: ['vault'] as const,
  deleted: ['deleted'] as const,
  source: ['source'] as const,
  team: ['team'] as const,
  dependency: ['dependency'] as const,
};

export const sessionQuery = queryOptions({ queryKey: keys.session, queryFn: () => unwrap(commands.sessionStatus()), staleTime: Infinity });
export const settingsQuery = queryOptions({ queryKey: keys.settings, queryFn: () => unwrap(commands.settingsGet()), staleTime: Infinity });
export const expiryQuery = queryOptions({ queryKey: [...keys.credential, 'expiring'], queryFn: () => unwrap(commands.expiring()) });
export const vaultsQuery = queryOptions({ queryKey: [...keys.vault, 'list'], queryFn: () => unwrap(commands.vaultList()) });

export const credentialQuery = (id: string) => queryOptions({ queryKey: [...keys.credential, 'one', id], queryFn: () => unwrap(commands.credentialGet(id)) });
export const variableQuery = (id: string) => queryOptions({ queryKey: [...keys.variable, 'one', id], queryFn: () => unwrap(commands.variableGet(id)) });
export const connectionQuery = (id: string) => queryOptions({ queryKey: [...keys.connection, 'one', id], queryFn: () => unwrap(commands.connectionGet(id)) });
export const deletePreviewQuery = (ids: string[]) => queryOptions({ queryKey: [...keys.credential, 'delete', ids], queryFn: () => unwrap(commands.credentialDeletePreview(ids)), gcTime: 0 });

type Asked<Q> = Omit<Q, 'cursor' | 'limit'>;

export const credentialsQuery = (query: Asked<CredentialQuery>) => pagedQuery([...keys.credential, 'list', query], (cursor, limit) => unwrap(commands.credentialList({ ...query, cursor, limit })));
export const variablesQuery = (query: Asked<VariableQuery>) => pagedQuery([...keys.variable, 'list', query], (cursor, limit) => unwrap(commands.variableList({ ...query, cursor, limit })));
export const connectionsQuery = (query: Asked<ConnectionQuery>) => pagedQuery([...keys.connection, 'list', query], (cursor, limit) => unwrap(commands.connectionList({ ...query, cursor, limit })));
export const deletedQuery = pagedQuery(keys.deleted, (cursor) => unwrap(commands.deletedList(cursor)));
