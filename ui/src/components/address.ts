import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Address = Record<string, string>;

/** What stands after the ? in the address, as text. */
export function useAddress(): [Address, (patch: Record<string, string | null>, replace?: boolean) => void] {
  const search = useRouterState({ select: (state) => state.location.search as Address });
  const navigate = useNavigate();
  const set = useCallback((patch: Record<string, string | null>, replace = true) => {
    void navigate({ to: '.', replace, search: ((old: Address) => Object.fromEntries(Object.entries({ ...old, ...patch }).filter(([, value]) => value !== null && value !== ''))) as never });
  }, [navigate]);
  return [search, set];
}

/** Goes to a page, for example go('/variables', { id }). */
export function useGo(): (path: string, search?: Address) => void {
  const navigate = useNavigate();
  return useCallback((path, search = {}) => { void navigate({ to: path, search: search as never }); }, [navigate]);
}
