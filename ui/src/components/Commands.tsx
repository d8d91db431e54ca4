import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDown12Regular, MoreHorizontal20Regular } from '@fluentui/react-icons';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { t } from '../strings';
import { ids } from '../testIds';
import { CommandButton } from './CommandButton';
import type { Command } from './DataTable.types';
import { CommandBar, Separator, Spacer } from './PageHeader';

const gap = 4;
const moreWidth = 36;
const separatorWidth = 17;
const sidePadding = 48;

/** How many commands fit. Each is measured while it is shown; those at the right end go first. */
function useFold(bar: RefObject<HTMLElement | null>, words: string, count: number): number {
  const [shown, setShown] = useState(count);
  const widths = useRef<number[]>([]);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const measure = () => {
      for (const item of element.querySelectorAll<HTMLElement>('[data-fold]')) widths.current[Number(item.dataset['fold'])] = item.offsetWidth + gap;
      const room = element.clientWidth - sidePadding - separatorWidth;
      const all = widths.current.slice(0, count);
      if (all.reduce((sum, width) => sum + width, 0) <= room) return setShown(count);
      let fits = 0;
      for (let left = room - moreWidth; fits < count && left >= (all[fits] ?? 0); fits += 1) left -= all[fits] ?? 0;
      setShown(Math.max(1, fits));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [bar, words, count]);
  return Math.min(shown, count);
}

/** The commands of a page: the primary one first; what does not fit stands under More. */
export function Commands({ label, commands }: { label: string; commands: readonly Command[] }) {
  const bar = useRef<HTMLDivElement>(null);
  const order = [...commands.filter((one) => !one.end), ...commands.filter((one) => one.end)];
  const shown = useFold(bar, order.map((one) => one.label).join('\n'), order.length);
  const folded = order.slice(shown).flatMap((one) => one.items ?? [one]);
  const button = (command: Command, i: number) => <span key={command.id} data-fold={i}>{command.items ? <MenuCommand label={command.label} items={command.items} testId={command.testId} /> : <CommandButton primary={command.primary} icon={command.icon} reason={command.reason} onClick={command.run} testId={command.testId}>{command.label}</CommandButton>}</span>;
  const visible = order.slice(0, shown).map((command, i) => ({ command, i }));
  return (
    <CommandBar label={label} barRef={bar}>
      {visible.filter(({ command }) => command.primary).map(({ command, i }) => button(command, i))}
      {order.some((one) => one.primary) && order.length > 1 && <Separator />}
      {visible.filter(({ command }) => !command.primary && !command.end).map(({ command, i }) => button(command, i))}
      {visible.some(({ command }) => command.end) && <Spacer />}
      {visible.filter(({ command }) => command.end).map(({ command, i }) => button(command, i))}
      {folded.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={t('action.more')} data-testid={ids.table.more} /></MenuTrigger>
          <MenuPopover>
            <Items items={folded} />
          </MenuPopover>
        </Menu>
      )}
    </CommandBar>
  );
}

function Items({ items }: { items: readonly Command[] }) {
  return <MenuList>{items.map((command) => <MenuItem key={command.id} icon={command.icon} disabled={Boolean(command.reason)} subText={command.reason ?? undefined} secondaryContent={command.keys} onClick={command.run} data-testid={command.testId}>{command.label}</MenuItem>)}</MenuList>;
}

function MenuCommand({ label, items, testId }: { label: string; items: readonly Command[]; testId?: string }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<ChevronDown12Regular />} iconPosition="after" data-testid={testId}>{label}</Button></MenuTrigger>
      <MenuPopover><Items items={items} /></MenuPopover>
    </Menu>
  );
}
