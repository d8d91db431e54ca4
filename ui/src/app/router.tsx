import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet, type RouterHistory } from '@tanstack/react-router';
import { ErrorState } from '../components/States';
import { t } from '../strings';
import { hasPage, loadPage, type PageId } from './pages';
import { Shell } from './Shell';

const text = (search: Record<string, unknown>) => Object.fromEntries(Object.entries(search).map(([key, value]) => [key, String(value)]));

const Broken = ({ reset }: { reset: () => void }) => <ErrorState what={t('state.pageBroken')} retryLabel={t('action.reload')} onRetry={reset} />;
const root = createRootRoute({ component: Outlet, validateSearch: text, notFoundComponent: () => <Navigate to="/credentials" /> });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: () => <Shell><Outlet /></Shell> });
const home = createRoute({ getParentRoute: () => root, path: '/', component: () => <Navigate to="/credentials" replace /> });

const inShell: PageId[] = ['credentials', 'variables', 'connections', 'vaults', 'where-used', 'sources', 'people', 'rotations', 'settings'];
const page = (id: PageId) => createRoute({ getParentRoute: () => shell, path: `/${id}`, component: lazyRouteComponent(() => loadPage(id)), errorComponent: Broken });
// The wizard takes the whole window; the navigation is replaced.
const wizard = createRoute({ getParentRoute: () => root, path: '/new-credential', component: lazyRouteComponent(() => loadPage('wizard')), errorComponent: Broken });

export function makeRouter(history: RouterHistory) {
  const tree = root.addChildren([home, ...(hasPage('wizard') ? [wizard] : []), shell.addChildren(inShell.filter(hasPage).map(page))]);
  return createRouter({ routeTree: tree, history, defaultPreload: false, defaultPendingMs: 150, scrollRestoration: false });
}
