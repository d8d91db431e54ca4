import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { useRef } from 'react';
import { ids } from '../testIds';
import type { Command } from './DataTable.types';

type Props = { label: string; x: number; y: number; commands: Command[]; onClose: (back: boolean) => void };

/** The commands of the command bar, at a row. */
export function RowMenu({ label, x, y, commands, onClose }: Props) {
  const ran = useRef(false);
  const point = { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
  const run = (command: Command) => { if (command.reason) return; ran.current = true; onClose(true); command.run(); };
  return (
    <Menu open onOpenChange={(_, data) => { if (!data.open && !ran.current) onClose(data.type !== 'clickOutside'); }} positioning={{ target: point, position: 'below', align: 'start' }}>
      <MenuPopover>
        <MenuList aria-label={label} data-testid={ids.table.menu}>
          {commands.map((command) => (
            <MenuItem key={command.id} icon={command.icon} disabled={Boolean(command.reason)} subText={command.reason ?? undefined} secondaryContent={command.keys} onClick={() => run(command)} data-testid={ids.table.menuItem(command.id)}>{command.label}</MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
