import { useAnnounce } from '@fluentui/react-components';
import { useEffect } from 'react';
import { t } from '../strings';

/** The window's title follows the page; entering a page is announced. */
export function usePageTitle(title: string, spoken: string | null = title): void {
  const { announce } = useAnnounce();
  useEffect(() => { document.title = `${title} – ${t('app.name')}`; }, [title]);
  useEffect(() => { if (spoken !== null) announce(spoken, { polite: true, batchId: 'page' }); }, [spoken, announce]);
}
