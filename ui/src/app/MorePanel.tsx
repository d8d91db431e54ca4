import { Button, mergeClasses, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { MoreHorizontal20Regular, Pin16Filled, Pin16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useGo } from '../components/address';
import { t } from '../strings';
import { ids } from '../testIds';
import { pages } from './pages';
import { useShellStyles } from './Shell.styles';

/** All pages, each with its pin. */
export function MorePanel({ narrow, pins, onToggle }: { narrow: boolean; pins: readonly string[]; onToggle: (id: string) => void }) {
  const s = useShellStyles();
  const go = useGo();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning={{ position: 'after', align: 'bottom', offset: 0 }} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <button type="button" aria-label={t('nav.more')} className={mergeClasses(s.plain, s.entry, s.hover, narrow && s.center)} data-testid={ids.nav.more}>
          <MoreHorizontal20Regular className={s.icon} aria-hidden />{!narrow && t('nav.more')}
        </button>
      </PopoverTrigger>
      <PopoverSurface className={s.morePanel} aria-label={t('nav.allPages')}>
        <h2 className={s.moreHead}>{t('nav.allPages')}</h2>
        {pages.map((page) => {
          const pinned = pins.includes(page.id);
          return (
            <div key={page.id} className={s.moreRow}>
              <button type="button" className={mergeClasses(s.plain, s.entry, s.moreEntry)} onClick={() => { setOpen(false); go(`/${page.id}`); }}>
                <page.icon className={s.icon} aria-hidden />{page.title}
              </button>
              <Button
                appearance="transparent" aria-pressed={pinned} aria-label={t(pinned ? 'nav.unpin' : 'nav.pin', { page: page.title })} data-testid={ids.nav.pin(page.id)}
                icon={pinned ? <Pin16Filled className={s.pinned} /> : <Pin16Regular />} onClick={() => onToggle(page.id)}
              />
            </div>
          );
        })}
      </PopoverSurface>
    </Popover>
  );
}
