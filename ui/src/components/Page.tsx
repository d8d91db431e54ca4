import { makeStyles, tokens as T } from '@fluentui/react-components';
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';

const useStyles = makeStyles({
  area: { display: 'flex', flex: '1 1 0', minWidth: 0, minHeight: 0, position: 'relative', backgroundColor: T.colorNeutralBackground1 },
  page: { flex: '1 1 0', minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column', outlineStyle: 'none', overflowY: 'auto' },
});

let drawerOpen = false;
const watchers = new Set<() => void>();
const setDrawerOpen = (open: boolean) => { drawerOpen = open; watchers.forEach((tell) => tell()); };

/** Whether a details drawer is open, for the navigation that makes room. */
export function useDrawerOpen(): boolean {
  return useSyncExternalStore((tell) => { watchers.add(tell); return () => { watchers.delete(tell); }; }, () => drawerOpen);
}

/** A page: the main part, and the drawer beside it. */
export function Page({ drawer, children }: { drawer?: ReactNode; children: ReactNode }) {
  const s = useStyles();
  const open = Boolean(drawer);
  useEffect(() => { setDrawerOpen(open); return () => setDrawerOpen(false); }, [open]);
  return <div className={s.area}><main className={s.page} data-region="page" tabIndex={-1}>{children}</main>{drawer}</div>;
}
