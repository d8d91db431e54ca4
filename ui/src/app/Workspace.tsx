import { createHashHistory, createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { createContext, useContext, useState } from 'react';
import type { SessionView } from '../api';
import { makeRouter } from './router';
import { useActivity } from './useActivity';

const Current = createContext<SessionView | null>(null);

/** The workspace that is open. */
export function useWorkspace(): SessionView {
  const state = useContext(Current);
  if (!state) throw new Error('outside an open workspace');
  return state;
}

/** Everything behind the lock. The address stays in the window while locked, so the same page opens again. */
export default function Workspace({ state, at }: { state: SessionView; at?: string }) {
  useActivity();
  const [router] = useState(() => makeRouter(at ? createMemoryHistory({ initialEntries: [at] }) : createHashHistory()));
  return <Current.Provider value={state}><RouterProvider router={router} /></Current.Provider>;
}
