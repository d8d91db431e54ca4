import { Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, Tooltip } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import { forwardRef, Fragment, lazy, Suspense, type AnchorHTMLAttributes } from 'react';
import { useRouterState } from '@tanstack/react-router';
import { useSettings } from '../api';
import { useGo } from '../components/address';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { MorePanel } from './MorePanel';
import { pages, settingsPage, type PageInfo } from './pages';
import { useShellStyles } from './Shell.styles';
import { VaultSign } from './VaultSign';
import { WorkspaceMenu } from './WorkspaceMenu';

const PeopleSign = lazy(() => import('./TeamStatus').then((m) => ({ default: m.PeopleSign })));

const groups = [undefined, 'understand', 'share'] as const;

/** Pins and their order: kept in the workspace, shown at once. */
export function usePins() {
  const { settings, update } = useSettings();
  const pins = settings?.pins ?? [];
  const set = (next: string[]) => update({ pins: next });
  return {
    pins,
    toggle: (id: string) => set(pins.includes(id) ? pins.filter((one) => one !== id) : [...pins, id]),
    /** Takes the place of another pin, which may stand some places away: pins of other groups can be between. */
    move: (id: string, to: string | undefined) => {
      if (to === undefined) return;
      const next = pins.filter((one) => one !== id);
      next.splice(pins.indexOf(to), 0, id);
      set(next);
    },
  };
}

export function Navigation({ narrow, onSearch }: { narrow: boolean; onSearch: () => void }) {
  const s = useShellStyles();
  const text = useText();
  const nav = usePins();
  const pinned = nav.pins.map((id) => pages.find((page) => page.id === id)).filter((page) => page !== undefined);
  return (
    <nav className={s.nav} aria-label={t('nav.main')} data-region="nav">
      <WorkspaceMenu narrow={narrow} />
      <button type="button" className={mergeClasses(s.plain, s.search, s.hover, narrow && s.center)} aria-label={narrow ? t('nav.search') : undefined} aria-keyshortcuts="Control+K" onClick={onSearch} data-testid={ids.nav.search}>
        <Search16Regular aria-hidden />
        {!narrow && <><span className={mergeClasses(text.grow, text.cut)}>{t('nav.search')}</span><kbd className={s.kbd}>Ctrl K</kbd></>}
      </button>
      {groups.flatMap((group) => pinned.filter((page) => page.group === group).map((page, i, all) => (
        <Fragment key={page.id}>
        {i === 0 && group && !narrow && <h2 className={s.groupTitle}>{t(`nav.${group}`)}</h2>}
        <Menu openOnContext>
          <MenuTrigger disableButtonEnhancement><Entry page={page} narrow={narrow} /></MenuTrigger>
          <MenuPopover>
            <MenuList aria-label={t('nav.menuOf', { page: page.title })}>
              <MenuItem onClick={() => nav.toggle(page.id)}>{t('nav.unpinShort')}</MenuItem>
              <MenuItem disabled={i === 0} onClick={() => nav.move(page.id, all[i - 1]?.id)}>{t('nav.up')}</MenuItem>
              <MenuItem disabled={i === all.length - 1} onClick={() => nav.move(page.id, all[i + 1]?.id)}>{t('nav.down')}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
        </Fragment>
      )))}
      <span className={text.grow} />
      <MorePanel narrow={narrow} pins={nav.pins} onToggle={nav.toggle} />
      <Entry page={settingsPage} narrow={narrow} />
    </nav>
  );
}

type EntryProps = { page: PageInfo; narrow: boolean } & AnchorHTMLAttributes<HTMLAnchorElement>;

const Entry = forwardRef<HTMLAnchorElement, EntryProps>(function Entry({ page, narrow, ...rest }, ref) {
  const s = useShellStyles();
  const go = useGo();
  const on = useRouterState({ select: (state) => state.location.pathname.startsWith(`/${page.id}`) });
  const Icon = on ? page.active : page.icon;
  const link = (
    <a
      ref={ref} {...rest} href={`#/${page.id}`} aria-current={on ? 'page' : undefined} aria-label={narrow ? page.title : undefined} data-testid={ids.nav.entry(page.id)}
      className={mergeClasses(s.plain, s.entry, s.hover, on && s.on, narrow && s.center)}
      onClick={(event) => { event.preventDefault(); go(`/${page.id}`); }}
    >
      <Icon className={mergeClasses(s.icon, on && s.onIcon)} aria-hidden />
      {!narrow && page.title}
      {page.id === 'vaults' && <VaultSign narrow={narrow} />}
      {page.id === 'people' && <Suspense fallback={null}><PeopleSign narrow={narrow} /></Suspense>}
    </a>
  );
  return narrow ? <Tooltip content={page.title} relationship="label" positioning="after">{link}</Tooltip> : link;
});
