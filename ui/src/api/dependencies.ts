import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AffectedRequest, DependencyQuery } from './bindings';
import { usedCommands } from './bindings.used';
import { unwrap } from './errors';
import { keys } from './queries';

export const thingsQuery = (search: string, limit: number) => queryOptions({ queryKey: [...keys.dependency, 'find', search, limit], queryFn: () => unwrap(usedCommands.thingFind(search, limit)), placeholderData: keepPreviousData });
export const dependencyQuery = (query: DependencyQuery) => queryOptions({ queryKey: [...keys.dependency, 'list', query], queryFn: () => unwrap(usedCommands.dependencyList(query)), placeholderData: keepPreviousData });
export const graphQuery = (query: DependencyQuery, levels: number) => queryOptions({ queryKey: [...keys.dependency, 'graph', query, levels], queryFn: () => unwrap(usedCommands.dependencyGraph(query, levels)), placeholderData: keepPreviousData, structuralSharing: false });
export const affectedQuery = (request: AffectedRequest) => queryOptions({ queryKey: [...keys.dependency, 'affected', request], queryFn: () => unwrap(usedCommands.affectedPreview(request)), gcTime: 0 });
export const sourcesQuery = queryOptions({ queryKey: keys.source, queryFn: () => unwrap(usedCommands.sourceList()) });
