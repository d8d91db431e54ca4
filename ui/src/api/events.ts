import type { QueryClient } from '@tanstack/react-query';
import { events } from './bindings.gen';
import { keys } from './queries';

/** Events of Rust refresh what they touch. Returns how to stop. */
export function followEvents(client: QueryClient): () => void {
  const refresh = (queryKey: readonly string[]) => { void client.invalidateQueries({ queryKey }); };
  const listening = [
    events.workspaceChanged.listen(() => refresh(keys.workspace)),
    events.appearanceChanged.listen(() => refresh(keys.workspace)),
    events.dataChanged.listen(({ payload }) => payload.kinds.forEach((kind) => refresh(keys[kind]))),
  ];
  return () => { listening.forEach((one) => { void one.then((stop) => stop()); }); };
}
