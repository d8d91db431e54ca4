import type { QueryClient } from '@tanstack/react-query';
import { events } from './bindings';
import { keys } from './queries';

/** Events of Rust refresh what they touch. Returns how to stop. */
export function followEvents(client: QueryClient): () => void {
  const listening = [
    events.sessionChanged.listen(({ payload }) => { client.setQueryData(keys.session, payload); }),
    events.appearanceChanged.listen(({ payload }) => { client.setQueryData(keys.session, (old: object | undefined) => old && { ...old, appearance: payload }); }),
    events.dataChanged.listen(({ payload }) => {
      for (const kind of payload.kinds) void client.invalidateQueries({ queryKey: keys[kind] });
      for (const queryKey of [keys.deleted, keys.dependency]) void client.invalidateQueries({ queryKey });
    }),
  ];
  return () => { listening.forEach((one) => { void one.then((stop) => stop()); }); };
}
