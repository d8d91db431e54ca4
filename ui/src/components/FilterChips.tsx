import { makeStyles, mergeClasses, Menu, MenuGroup, MenuGroupHeader, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger, tokens as T } from '@fluentui/react-components';
import { ChevronDown12Regular, Filter16Regular } from '@fluentui/react-icons';
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { hover } from '../theme';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', columnGap: '8px', rowGap: '8px', flexWrap: 'wrap', padding: '12px 24px 8px', flexShrink: 0 },
  chip: {
    display: 'inline-flex', alignItems: 'center', columnGap: '6px', height: '28px', padding: '0 10px', borderRadius: T.borderRadiusMedium, border: `1px solid ${T.colorNeutralStroke2}`,
    fontFamily: 'inherit', fontSize: T.fontSizeBase200, color: T.colorNeutralForeground2, whiteSpace: 'nowrap', backgroundColor: T.colorNeutralBackground1, cursor: 'pointer',
    ':hover': { backgroundColor: hover.one },
    ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  on: {
    border: `1px solid ${T.colorBrandStroke2Contrast}`, backgroundColor: T.colorBrandBackground2, color: T.colorBrandForeground2, fontWeight: 500,
    outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-2px', ':hover': { backgroundColor: T.colorBrandBackground2Hover },
  },
});

export function FilterRow({ label, children }: { label: string; children: ReactNode }) {
  return <div role="group" aria-label={label} className={useStyles().row}>{children}</div>;
}

type Group = { label: string; options: readonly { value: string; label: string }[]; chosen: readonly string[]; onChange: (chosen: string[]) => void };

/** Several filters in one menu, where there is no room for a chip each. */
export function ChipGroups({ label, groups, testId }: { label: string; groups: readonly Group[]; testId?: string }) {
  return (
    <Menu checkedValues={Object.fromEntries(groups.map((group) => [group.label, [...group.chosen]]))} onCheckedValueChange={(_, data) => groups.find((group) => group.label === data.name)?.onChange(data.checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <Chip on={groups.some((group) => group.chosen.length > 0)} testId={testId}><Filter16Regular aria-hidden />{label}</Chip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {groups.map((group) => (
            <MenuGroup key={group.label}>
              <MenuGroupHeader>{group.label}</MenuGroupHeader>
              {group.options.map((option) => <MenuItemCheckbox key={option.value} name={group.label} value={option.value}>{option.label}</MenuItemCheckbox>)}
            </MenuGroup>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

type ChipProps = { on?: boolean; testId?: string } & ButtonHTMLAttributes<HTMLButtonElement>;

/** A filter that is on or off. */
export const Chip = forwardRef<HTMLButtonElement, ChipProps>(function Chip({ on = false, testId, className, children, ...rest }, ref) {
  const s = useStyles();
  return <button ref={ref} type="button" aria-pressed={on} data-testid={testId} {...rest} className={mergeClasses(s.chip, on && s.on, className)}>{children}</button>;
});

/** A filter with several values, chosen in a menu. */
export function ChipMenu<V extends string>({ label, options, chosen, onChange, testId }: { label: string; options: readonly { value: V; label: string }[]; chosen: readonly V[]; onChange: (chosen: V[]) => void; testId?: string }) {
  return (
    <Menu checkedValues={{ chosen: [...chosen] }} onCheckedValueChange={(_, data) => onChange(data.checkedItems as V[])}>
      <MenuTrigger disableButtonEnhancement>
        <Chip on={chosen.length > 0} testId={testId}>{label}<ChevronDown12Regular aria-hidden /></Chip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>{options.map((option) => <MenuItemCheckbox key={option.value} name="chosen" value={option.value}>{option.label}</MenuItemCheckbox>)}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
