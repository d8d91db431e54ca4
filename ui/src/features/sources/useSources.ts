import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys, unwrap, useRustEvent, type ScanProgress } from '../../api';
import { sourcesQuery } from '../../api/dependencies';
import { usedCommands, usedEvents } from '../../api/bindings.used';
import { useToast } from '../../components';
import { t } from '../../strings';

/** Sources with the progress of their scans. */
export function useSources() {
  const client = useQueryClient();
  const toast = useToast();
  const { data, error, isPending, refetch } = useQuery(sourcesQuery);
  const [running, setRunning] = useState<Readonly<Record<string, ScanProgress>>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const refresh = () => { for (const queryKey of [keys.source, keys.dependency]) void client.invalidateQueries({ queryKey }); };
  useRustEvent(usedEvents.scanProgress, (progress) => {
    setRunning((old) => ({ ...old, [progress.sourceId]: progress }));
    if (progress.state === 'running') return;
    if (progress.state === 'finished') toast(t('sources.finished', { name: data?.find((one) => one.id === progress.sourceId)?.name ?? '' }));
    refresh();
  });
  const run = (answer: Promise<unknown>) => { setProblem(null); answer.then(refresh, setProblem); };
  return {
    sources: data ?? [], loading: isPending, error, retry: () => void refetch(), problem, refresh,
    progressOf: (id: string): ScanProgress | null => running[id] ?? data?.find((one) => one.id === id)?.scan ?? null,
    add: () => run(unwrap(usedCommands.sourceAdd())), scan: (id: string | null) => run(unwrap(usedCommands.sourceScan(id))), stop: (id: string) => run(unwrap(usedCommands.sourceStop(id))),
    remove: (id: string, name: string) => run(unwrap(usedCommands.sourceRemove(id)).then(() => toast(t('sources.removed', { name })))),
  };
}
export type Sources = ReturnType<typeof useSources>;
