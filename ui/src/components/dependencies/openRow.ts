import { useMemo } from 'react';
import { unwrap, type ThingRef } from '../../api';
import { usedCommands } from '../../api/bindings.used';
import { t } from '../../strings';
import { useGo } from '../address';
import { useToast } from '../Toaster';

const pages: Partial<Record<ThingRef['kind'], string>> = { variable: '/variables', credential: '/credentials', connection: '/connections', person: '/people' };

/** What a row leads to: the page of a thing, or the file at its line. `onError` must not change from call to call. */
export function useOpen(onError: (error: unknown) => void) {
  const go = useGo();
  const toast = useToast();
  return useMemo(() => ({
    place: (id: string) => { unwrap(usedCommands.placeOpen(id)).then(({ opened }) => { if (opened === 'folder') toast(t('used.folderShown')); }, onError); },
    copyPath: (id: string) => { unwrap(usedCommands.placeCopyPath(id)).then(() => toast(t('used.pathCopied')), onError); },
    /** A thing without a page of its own is looked up instead. */
    thing: (thing: ThingRef) => { const page = pages[thing.kind]; if (page) go(page, { id: thing.id }); else go('/where-used', { kind: thing.kind, id: thing.id }); },
    startFrom: (thing: ThingRef) => go('/where-used', { kind: thing.kind, id: thing.id }),
  }), [go, toast, onError]);
}
export type Open = ReturnType<typeof useOpen>;
