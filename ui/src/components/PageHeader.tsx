import { Input, makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import { useText } from '../theme';
import { onCommand } from './commands';
import { useDrawerOpen } from './Page';
import { useNarrowSearch } from './useWindowWidth';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '20px 24px 0', minHeight: '52px', boxSizing: 'border-box', flexShrink: 0 },
  count: { color: T.colorNeutralForeground3, paddingTop: '4px', fontVariantNumeric: 'tabular-nums' },
  bar: { display: 'flex', alignItems: 'center', columnGap: '4px', padding: '12px 24px 0', flexShrink: 0, minHeight: '32px', overflow: 'hidden', whiteSpace: 'nowrap', '& > *': { flexShrink: 0 } },
  separator: { width: '1px', height: '20px', backgroundColor: T.colorNeutralStroke2, margin: '0 6px', flexShrink: 0 },
});

/** The page's one h1, a count, and what stands right of it. */
export function PageHeader({ title, count, children }: { title: string; count?: number | string | null; children?: ReactNode }) {
  const s = useStyles();
  const text = useText();
  return (
    <header className={s.head}>
      <h1 className={text.title} tabIndex={-1} data-page-title>{title}</h1>
      {count !== null && count !== undefined && <span className={s.count}>{count}</span>}
      <span className={text.grow} />
      {children}
    </header>
  );
}

/** Search of this page: Ctrl F and / focus it, Esc clears it. */
export function PageSearch({ label, value, onChange, testId }: { label: string; value: string; onChange: (value: string) => void; testId?: string }) {
  const field = useRef<HTMLInputElement>(null);
  const drawer = useDrawerOpen();
  const narrow = useNarrowSearch() || drawer;
  useEffect(() => onCommand('find', () => field.current?.focus()), []);
  return (
    <Input
      ref={field} value={value} aria-label={label} placeholder={label} contentBefore={<Search16Regular />} data-testid={testId}
      style={{ width: narrow ? 220 : 260, minWidth: 0, flexShrink: 1 }} type="text" role="searchbox" spellCheck={false} autoComplete="off"
      onChange={(_, data) => onChange(data.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.stopPropagation();
        onChange('');
      }}
    />
  );
}

/** The row of commands: the primary one first, then a separator. */
export function CommandBar({ label, children, className, barRef }: { label: string; children: ReactNode; className?: string; barRef?: Ref<HTMLDivElement> }) {
  const s = useStyles();
  return <div ref={barRef} role="toolbar" aria-label={label} className={mergeClasses(s.bar, className)}>{children}</div>;
}

/** Pushes what follows to the right end. */
export function Spacer() {
  return <span className={useText().grow} />;
}

export function Separator() {
  return <span className={useStyles().separator} aria-hidden />;
}
