import { makeStyles, mergeClasses, Popover, PopoverSurface, PopoverTrigger, tokens as T } from '@fluentui/react-components';
import { ChevronUpDown16Regular, Search16Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ThingRef, ThingView } from '../../api';
import { thingsQuery } from '../../api/dependencies';
import { Highlight } from '../../components';
import { LookIcon, LookTile } from '../../components/dependencies/LookIcon';
import { lookWord } from '../../components/dependencies/words';
import { plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { hover, useText } from '../../theme';

const useStyles = makeStyles({
  button: { display: 'flex', alignItems: 'center', columnGap: '10px', height: '40px', padding: '0 10px 0 6px', width: '340px', minWidth: 0, flexShrink: 1, borderRadius: T.borderRadiusLarge, border: `1px solid ${T.colorNeutralStroke1}`, font: 'inherit', color: 'inherit', backgroundColor: T.colorNeutralBackground1, textAlign: 'left', cursor: 'pointer', ':hover': { backgroundColor: hover.one }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '1px' } },
  surface: { padding: '8px', width: '420px', maxWidth: 'calc(100vw - 32px)', boxSizing: 'border-box' },
  field: { display: 'flex', alignItems: 'center', columnGap: '8px', height: '32px', padding: '0 8px', border: `1px solid ${T.colorNeutralStroke1}`, borderRadius: T.borderRadiusMedium, marginBottom: '8px', ':focus-within': { outline: `2px solid ${T.colorStrokeFocus2}` } },
  input: { border: 'none', background: 'none', font: 'inherit', fontSize: T.fontSizeBase300, color: 'inherit', outlineStyle: 'none', flexGrow: 1, minWidth: 0 },
  list: { maxHeight: '360px', overflowY: 'auto' },
  option: { display: 'flex', alignItems: 'center', columnGap: '10px', minHeight: '40px', padding: '0 8px', borderRadius: T.borderRadiusMedium, cursor: 'pointer', ':hover': { backgroundColor: hover.one } },
  on: { backgroundColor: T.colorBrandBackground2, outline: `1px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-1px', ':hover': { backgroundColor: T.colorBrandBackground2Hover } },
});

type Props = { thing: ThingView | undefined; onPick: (thing: ThingRef) => void };

/** What is looked up: a button that opens a list of everything that can be. */
export function Picker({ thing, onPick }: Props) {
  const s = useStyles();
  const text = useText();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // A button that the mouse pressed has no focus here, so the popover alone does not bring it back.
  const pick = (next: ThingRef) => { setOpen(false); button.current?.focus(); onPick(next); };
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning={{ position: 'below', align: 'start', offset: 4 }} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <button ref={button} type="button" className={s.button} aria-label={thing ? t('used.change', { name: thing.name, kind: lookWord(thing.look) }) : t('used.pick')} data-testid={partIds.used.picker}>
          {thing && <LookTile look={thing.look} />}
          <span className={mergeClasses(text.grow, text.cut, text.strong)}>{thing ? plain(thing.name) : t('used.pick')}</span>{' '}
          {thing && <span className={mergeClasses(text.small, text.muted)}>{lookWord(thing.look)}</span>}
          <ChevronUpDown16Regular className={text.muted} aria-hidden />
        </button>
      </PopoverTrigger>
      <PopoverSurface className={s.surface} aria-label={t('used.pick')}><Find onPick={pick} /></PopoverSurface>
    </Popover>
  );
}

function Find({ onPick }: { onPick: (thing: ThingRef) => void }) {
  const s = useStyles();
  const text = useText();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), 80);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery(thingsQuery(search, 50));
  const things = data ?? [];
  const chosen = things[Math.min(at, things.length - 1)];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); setAt((old) => Math.max(0, Math.min(things.length - 1, old + by))); }
    if (event.key === 'Enter' && chosen) { event.preventDefault(); onPick(chosen); }
  };
  return (
    <>
      <div className={s.field}>
        <Search16Regular aria-hidden className={text.muted} />
        <input
          autoFocus className={s.input} role="combobox" aria-expanded aria-controls="used-things" aria-activedescendant={chosen ? `used-thing-${chosen.kind}-${chosen.id}` : undefined} aria-label={t('used.find')} placeholder={t('used.find')} value={typed} spellCheck={false} autoComplete="off"
          onChange={(event) => { setTyped(event.target.value); setAt(0); }} onKeyDown={onKeyDown} data-testid={partIds.used.find}
        />
      </div>
      {/* A click keeps the focus in the field, from where it goes back to the button. */}
      <div id="used-things" role="listbox" aria-label={t('used.things')} className={s.list} onMouseDown={(event) => event.preventDefault()}>
        {things.map((one) => (
          <div
            key={`${one.kind} ${one.id}`} id={`used-thing-${one.kind}-${one.id}`} role="option" aria-selected={one === chosen} className={mergeClasses(s.option, one === chosen && s.on)} onClick={() => onPick(one)} data-testid={partIds.used.option(one.id)}
            ref={(element) => { if (one === chosen) element?.scrollIntoView?.({ block: 'nearest' }); }}
          >
            <LookIcon look={one.look} />
            <span className={mergeClasses(text.grow, text.col)}><span className={text.cut}><Highlight text={one.name} search={search} /></span><bdi className={mergeClasses(text.small, text.muted, text.cut)}>{plain(one.sub)}</bdi></span>
            <span className={mergeClasses(text.small, text.muted)}>{one.uses === null ? lookWord(one.look) : t('list.uses', { n: one.uses })}</span>
          </div>
        ))}
      </div>
      {data && things.length === 0 && <p className={mergeClasses(text.muted, text.small)} role="status">{t('used.nothing', { search })}</p>}
    </>
  );
}
