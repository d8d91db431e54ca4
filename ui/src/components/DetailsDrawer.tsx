import { Button, makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactNode } from 'react';
import { plain, t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { Name } from './Name';
import { inlineDrawerFrom, useWindowWidth } from './useWindowWidth';

const useStyles = makeStyles({
  drawer: { flex: '0 0 416px', width: '416px', borderLeft: `1px solid ${T.colorNeutralStroke2}`, backgroundColor: T.colorNeutralBackground1, display: 'flex', flexDirection: 'column', minHeight: 0, boxSizing: 'border-box' },
  over: { position: 'absolute', right: 0, top: 0, bottom: 0, maxWidth: '100%', boxShadow: T.shadow28, zIndex: 5 },
  narrow: { flex: '0 0 288px', width: '288px' },
  whole: { width: '100%' },
  top: { padding: '16px 16px 12px 20px', display: 'flex', columnGap: '12px', alignItems: 'flex-start', flexShrink: 0 },
  words: { flexGrow: 1, display: 'flex', flexDirection: 'column', rowGap: '2px', minWidth: 0 },
  sub: { display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden', color: T.colorNeutralForeground3, fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase200 },
  buttons: { display: 'flex', flexShrink: 0 },
  commands: { display: 'flex', columnGap: '8px', padding: '0 20px 16px', flexShrink: 0, flexWrap: 'wrap', rowGap: '8px' },
  body: { flex: '1 1 0', minHeight: 0, overflowY: 'auto', padding: '0 20px 16px', display: 'flex', flexDirection: 'column', rowGap: '16px', overflowWrap: 'anywhere', '& > *': { flexShrink: 0 } },
  foot: { borderTop: `1px solid ${T.colorNeutralStroke2}`, minHeight: '60px', padding: '0 20px', display: 'flex', alignItems: 'center', justifyContent: 'flex-end', columnGap: '8px', flexShrink: 0 },
  sectionHead: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', minHeight: '24px', marginBottom: '6px' },
  h3: { margin: 0, fontSize: T.fontSizeBase300, lineHeight: T.lineHeightBase300, fontWeight: 600 },
  facts: { display: 'grid', gridTemplateColumns: '104px minmax(0,1fr)', rowGap: '6px', columnGap: '12px', alignItems: 'center', margin: 0, '& dt': { color: T.colorNeutralForeground3, fontSize: T.fontSizeBase200, lineHeight: T.lineHeightBase300, alignSelf: 'start' }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere', lineHeight: T.lineHeightBase300 } },
});

type Props = {
  title: string; sub?: string; tile?: ReactNode; more?: ReactNode; commands?: ReactNode; footer?: ReactNode; onClose: () => void; children: ReactNode; label?: string;
  /** Focus goes to the title when this number changes (Enter on a row). */
  focusKey?: number;
  /** Beside a picture, which needs the room. */
  narrow?: boolean;
};

/** The one place for details: beside the list, or over it in a small window. Does not trap focus. */
export function DetailsDrawer({ title, sub, tile, more, commands, footer, onClose, children, label, focusKey = 0, narrow = false }: Props) {
  const s = useStyles();
  const text = useText();
  const width = useWindowWidth();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { if (focusKey > 0) heading.current?.focus(); }, [focusKey]);
  return (
    <aside
      aria-label={label === undefined ? t('shell.details', { name: title }) : plain(label)} data-region="drawer" data-testid={ids.drawer.root}
      className={mergeClasses(s.drawer, narrow && s.narrow, width < inlineDrawerFrom && s.over, width < 900 && s.whole)}
      onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.stopPropagation(); onClose(); } }}
    >
      <div className={s.top}>
        {tile}
        <div className={s.words}>
          <h2 ref={heading} tabIndex={-1} className={text.drawerTitle}>{title !== '' && <Name text={title} />}</h2>
          {sub && <span className={s.sub} title={plain(sub)} dir="auto">{plain(sub)}</span>}
        </div>
        <span className={s.buttons}>
          {more}
          <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('shell.closeDetails')} onClick={onClose} data-testid={ids.drawer.close} />
        </span>
      </div>
      {commands && <div className={s.commands}>{commands}</div>}
      <div className={s.body}>{children}</div>
      {footer && <div className={s.foot}>{footer}</div>}
    </aside>
  );
}

/** A titled part of a drawer. */
export function DrawerSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const s = useStyles();
  return (
    <section>
      <div className={s.sectionHead}><h3 className={s.h3}>{title}</h3>{aside}</div>
      {children}
    </section>
  );
}

/** Label and fact pairs of a drawer. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={useStyles().facts}>{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return <><dt>{label}</dt><dd>{children}</dd></>;
}
