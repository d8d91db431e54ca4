import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { followEvents } from '../api';
import { ErrorBoundary } from './ErrorBoundary';
import { Gate } from './Gate';
import { Look } from './Look';

/** A client that asks Rust again only when Rust says that something changed. */
export function makeClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000, refetchOnWindowFocus: false, networkMode: 'always' }, mutations: { retry: false, gcTime: 0, networkMode: 'always' } } });
}

export function App({ client }: { client?: QueryClient }) {
  const [own] = useState(() => client ?? makeClient());
  useEffect(() => followEvents(own), [own]);
  return (
    <QueryClientProvider client={own}>
      <Look><ErrorBoundary><Gate /></ErrorBoundary></Look>
    </QueryClientProvider>
  );
}
