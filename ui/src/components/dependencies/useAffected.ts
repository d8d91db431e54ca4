import { useQuery } from '@tanstack/react-query';
import type { AffectedAction, ThingRef } from '../../api';
import { affectedQuery } from '../../api/dependencies';

/** Everything affected by a change to some things, asked anew each time. */
export function useAffected(action: AffectedAction, things: readonly ThingRef[], enabled = true) {
  return useQuery({ ...affectedQuery({ action, things: things.map(({ kind, id }) => ({ kind, id })) }), enabled });
}
