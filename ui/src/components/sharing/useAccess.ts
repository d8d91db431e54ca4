import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys, unwrap, type AccessChange, type RoleName, type ShareResult } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { accessQuery } from './useShare';

/** Changes to who has access, held until Save: by grant a new role, or its removal with the variables that go too. */
export function useAccess(credentialId: string) {
  const client = useQueryClient();
  const access = useQuery(accessQuery(credentialId));
  const [changes, setChanges] = useState<Readonly<Record<string, AccessChange>>>({});
  const [results, setResults] = useState<ShareResult[]>([]);
  const people = access.data?.people ?? [];
  const without = (id: string) => Object.fromEntries(Object.entries(changes).filter(([key]) => key !== id));
  const save = useMutation({
    mutationFn: () => unwrap(teamCommands.accessSave(credentialId, Object.values(changes))),
    onSuccess: (done) => {
      setResults(done);
      const failed = new Set(done.filter((one) => one.outcome === 'failed').map((one) => one.recipientId));
      setChanges((old) => Object.fromEntries(Object.entries(old).filter(([id]) => failed.has(id))));
      for (const queryKey of [keys.team, keys.credential, keys.dependency]) void client.invalidateQueries({ queryKey });
    },
  });
  const remove = (id: string): AccessChange => ({ kind: 'remove', grantId: id, variableIds: [] });
  return {
    view: access.data, error: access.error, people, changes, results, save, count: Object.keys(changes).length, losing: Object.values(changes).filter((one) => one.kind === 'remove').length,
    setRole: (id: string, role: RoleName) => setChanges(people.find((one) => one.id === id)?.role === role ? without(id) : { ...changes, [id]: { kind: 'role', grantId: id, role } }),
    remove: (id: string) => setChanges({ ...changes, [id]: remove(id) }), keep: (id: string) => setChanges(without(id)),
    setAlso: (id: string, variableIds: string[]) => setChanges({ ...changes, [id]: { kind: 'remove', grantId: id, variableIds } }),
    stopAll: () => setChanges({ ...changes, ...Object.fromEntries(people.filter((one) => one.canChange && !one.person?.you).map(({ id }) => [id, changes[id]?.kind === 'remove' ? changes[id] : remove(id)])) }),
  };
}
