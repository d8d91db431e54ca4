import { mergeClasses } from '@fluentui/react-components';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useDrawerOpen } from '../components/Page';
import { Toaster, useToast } from '../components/Toaster';
import { useWindowWidth, wideNavigationFrom, wideNavigationWithDrawerFrom } from '../components/useWindowWidth';
import { Navigation } from './Navigation';
import { useShellStyles } from './Shell.styles';
import { StatusBar } from './StatusBar';
import { useShellKeys } from './useShellKeys';
import { useWorkspace } from './Workspace';

const Palette = lazy(() => import('./Palette'));
const KeyList = lazy(() => import('./KeyList'));

/** Navigation and page in one row, the status bar below both. */
export function Shell({ children }: { children: ReactNode }) {
  const s = useShellStyles();
  const width = useWindowWidth();
  const drawer = useDrawerOpen();
  const [over, setOver] = useState<'palette' | 'keys' | null>(null);
  const narrow = width < wideNavigationFrom || (drawer && width < wideNavigationWithDrawerFrom);
  useShellKeys({ onPalette: () => setOver('palette'), onKeys: () => setOver('keys') });
  const close = () => setOver(null);
  const toast = useToast();
  const { deviceSecretNotKept: notKept } = useWorkspace();
  useEffect(() => { if (notKept) toast(notKept, 'warning'); }, [notKept, toast]);
  return (
    <div className={mergeClasses(s.app, narrow && s.narrow)}>
      <Navigation narrow={narrow} onSearch={() => setOver('palette')} />
      <div className={s.area}>{children}</div>
      <StatusBar />
      <Toaster />
      <Suspense fallback={null}>
        {over === 'palette' && <Palette onClose={close} onKeys={() => setOver('keys')} />}
        {over === 'keys' && <KeyList onClose={close} />}
      </Suspense>
    </div>
  );
}
