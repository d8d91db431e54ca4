import { Button, makeStyles, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, mergeClasses } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons';
import type { RoleName } from '../../api';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { roleWords } from './words';

const useStyles = makeStyles({ button: { fontWeight: 400, justifyContent: 'space-between', flexShrink: 0 }, wide: { minWidth: '208px', height: '36px' }, help: { maxWidth: '320px', whiteSpace: 'normal' }, reason: { padding: '4px 8px', maxWidth: '320px' } });

type Props = { label: string; role: RoleName; roles: readonly RoleName[]; reason: string | null; onRole: (role: RoleName) => void; onRemove?: () => void; subtle?: boolean; testId: string };

/** The three roles, each with one sentence; those that may not be given are missing, with the reason at the foot. */
export function RoleMenu({ label, role, roles, reason, onRole, onRemove, subtle = false, testId }: Props) {
  const s = useStyles();
  const text = useText();
  return (
    <Menu checkedValues={{ role: [role] }} onCheckedValueChange={(_, data) => { const chosen = roles.find((one) => one === data.checkedItems[0]); if (chosen) onRole(chosen); }}>
      <MenuTrigger disableButtonEnhancement><Button appearance={subtle ? 'subtle' : 'outline'} iconPosition="after" icon={<ChevronDown16Regular />} className={mergeClasses(s.button, !subtle && s.wide)} aria-label={`${label}: ${roleWords(role)}`} data-testid={testId}>{roleWords(role)}</Button></MenuTrigger>
      <MenuPopover>
        <MenuList>
          {roles.map((one) => <MenuItemRadio key={one} name="role" value={one} subText={<span className={s.help}>{t(`roleHelp.${one}`)}</span>} data-testid={partIds.share.roleItem(one)}>{roleWords(one)}</MenuItemRadio>)}
          {onRemove && <><MenuDivider /><MenuItem onClick={onRemove} data-testid={partIds.share.roleItem('remove')}>{t('access.remove')}</MenuItem></>}
          {reason && <div className={mergeClasses(s.reason, text.small, text.muted)}>{reason}</div>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
