import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses } from '@fluentui/react-components';
import { ArrowExportUp20Regular, ChevronUpDown16Regular, FolderOpen20Regular, LockClosed20Regular } from '@fluentui/react-icons';
import { commands } from '../api';
import { useGo } from '../components/address';
import { Mark } from '../components/Mark';
import { Name } from '../components/Name';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useShellStyles } from './Shell.styles';
import { useWorkspace } from './Workspace';

/** The workspace's name; lock, open another, back up. */
export function WorkspaceMenu({ narrow }: { narrow: boolean }) {
  const s = useShellStyles();
  const text = useText();
  const go = useGo();
  const { workspace, others } = useWorkspace();
  const name = workspace?.name ?? '';
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <button type="button" className={mergeClasses(s.plain, s.workspace, s.hover, narrow && s.center)} aria-label={t('nav.workspace', { name })} data-testid={ids.nav.workspace}>
          <Mark size={24} />
          {!narrow && <><span className={mergeClasses(text.grow, text.cut)}><Name text={name} /></span><ChevronUpDown16Regular className={text.muted} aria-hidden /></>}
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {others.map((one) => <MenuItem key={one.path} onClick={() => void commands.workspaceSwitch(one.path)}><Name text={one.name} /></MenuItem>)}
          <MenuItem icon={<FolderOpen20Regular />} onClick={() => void commands.workspaceOpen()} data-testid={ids.nav.openAnother}>{t('nav.openAnother')}</MenuItem>
          <MenuItem icon={<ArrowExportUp20Regular />} onClick={() => go('/settings', { section: 'backup' })} data-testid={ids.nav.backup}>{t('nav.backup')}</MenuItem>
          <MenuDivider />
          <MenuItem icon={<LockClosed20Regular />} secondaryContent="Ctrl L" onClick={() => void commands.lock()} data-testid={ids.nav.lock}>{t('nav.lock')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
