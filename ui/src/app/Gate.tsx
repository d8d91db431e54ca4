import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { asUiError, commands, keys, sessionQuery } from '../api';
import { forgetOpened } from '../components/recent';
import { ErrorState } from '../components/States';

const Unlock = lazy(() => import('../features/unlock'));
const Workspace = lazy(() => import('./Workspace'));

/** Locked: nothing of the workspace is in the page, not even behind the card. */
export function Gate() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sessionQuery);
  const [held, hold] = useState(false);
  const open = data?.state === 'unlocked' && !held;
  useEffect(() => {
    if (open || !data) return;
    forgetOpened();
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  }, [open, data, client]);
  useEffect(() => {
    if (!data) return;
    requestAnimationFrame(() => requestAnimationFrame(() => { void commands.painted(); }));
  }, [data]);
  if (error && !data) return <ErrorState what={asUiError(error).message} next={asUiError(error).hint} code={asUiError(error).code} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <Suspense fallback={null}>{open ? <Workspace state={data} /> : <Unlock state={data} hold={hold} />}</Suspense>;
}
