import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { keys, unwrap, useRustEvent, type Recipient, type RoleName, type ShareProgress, type ShareRequest, type ShareResult } from '../../api';
import { teamCommands, teamEvents } from '../../api/bindings.team';

export const accessQuery = (credentialId: string) => ({ queryKey: [...keys.team, 'access', credentialId], queryFn: () => unwrap(teamCommands.accessGet(credentialId)) });

/** What the share dialog holds: who has access, who is being added, the plan, and the results of Save. */
export function useShare(credentialIds: readonly string[]) {
  const client = useQueryClient();
  const access = useQueries({ queries: credentialIds.map(accessQuery) });
  const [recipients, setRecipients] = useState<Recipient[]>([]);
  const [role, setRole] = useState<RoleName>('view');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [progress, setProgress] = useState<ShareProgress | null>(null);
  useEffect(() => { const timer = setTimeout(() => setSearch(typed.trim()), 80); return () => clearTimeout(timer); }, [typed]);
  const ready = access.every((one) => one.data !== undefined);
  const found = useQuery({ queryKey: [...keys.team, 'find', credentialIds, search], queryFn: () => unwrap(teamCommands.shareFind([...credentialIds], search, 50)), enabled: ready, placeholderData: keepPreviousData });
  const request = useMemo<ShareRequest>(() => ({ credentialIds: [...credentialIds], recipients: recipients.map(({ kind, id }) => ({ kind, id })), role }), [credentialIds, recipients, role]);
  const plan = useQuery({ queryKey: [...keys.team, 'plan', request], queryFn: () => unwrap(teamCommands.sharePlan(request)), enabled: ready, placeholderData: keepPreviousData, gcTime: 0 });
  useRustEvent(teamEvents.shareProgress, setProgress);
  const [results, setResults] = useState<ShareResult[]>([]);
  const save = useMutation({
    mutationFn: () => unwrap(teamCommands.shareSave(request)),
    onSuccess: (done) => {
      setResults(done);
      const failed = new Set(done.filter((one) => one.outcome === 'failed').map((one) => one.recipientId));
      setRecipients((old) => old.filter((one) => failed.has(one.id)));
      for (const queryKey of [keys.team, keys.credential, keys.dependency]) void client.invalidateQueries({ queryKey });
    },
    onSettled: () => setProgress(null),
  });
  // What may be handed out for all of them.
  const roles = (['coOwner', 'view', 'viewAndShare'] as const).filter((one) => access.every(({ data }) => data && (data.mine.roles.includes(one) || !data.mine.canShare)));
  return {
    access: access.flatMap(({ data }) => (data ? [data] : [])), ready, error: access.find((one) => one.error)?.error ?? null, reason: access.find(({ data }) => data?.mine.reason)?.data?.mine.reason ?? null,
    recipients, add: (one: Recipient) => { setTyped(''); setRecipients((old) => (old.some((other) => other.id === one.id) ? old : [...old, one])); }, keep: (ids: string[]) => setRecipients((old) => old.filter((one) => ids.includes(one.id))),
    role, setRole, roles, typed, setTyped, search, found: found.data ?? [], plan: plan.data, planError: plan.error, progress, save, results,
    canSave: recipients.length > 0 && plan.data !== undefined && !plan.isPlaceholderData && !plan.data.needsTeam && plan.data.refusals.length < credentialIds.length && !save.isPending,
  };
}
export type Share = ReturnType<typeof useShare>;
