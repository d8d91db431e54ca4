import { Dialog, DialogSurface, mergeClasses } from '@fluentui/react-components';
import { Search20Regular } from '@fluentui/react-icons';
import { useState, type KeyboardEvent } from 'react';
import { commands } from '../api';
import { Highlight } from '../components/Highlight';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { usePaletteStyles } from './Palette.styles';
import { useShellStyles } from './Shell.styles';
import { usePaletteItems, type Item } from './usePaletteItems';

/** Ctrl K: search or jump to. Values are never searched. */
export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const s = usePaletteStyles();
  const text = useText();
  const [search, setSearch] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const groups = usePaletteItems(search, onKeys);
  const items = groups.flatMap((group) => group.items);
  // The row under the cursor keeps its place while slower answers arrive.
  const at = Math.max(0, items.findIndex((item) => item.id === chosenId));
  const chosen = items[at];
  const run = (item: Item) => { onClose(); item.run(); };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); setChosenId(items[(at + by + items.length) % items.length]?.id ?? null); }
    if (event.key !== 'Enter' || !chosen) return;
    event.preventDefault();
    if (!event.ctrlKey) return run(chosen);
    if (chosen.credential) { void commands.copyValue(chosen.credential, 'password'); onClose(); }
  };
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <DialogSurface className={s.surface} aria-label={t('palette.title')}>
        <div className={s.field}>
          <Search20Regular aria-hidden className={text.muted} />
          <input
            autoFocus className={s.input} role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined} aria-label={t('palette.title')} placeholder={t('palette.title')}
            value={search} spellCheck={false} autoComplete="off" data-testid={ids.palette.input} onKeyDown={onKeyDown} onChange={(event) => { setSearch(event.target.value); setChosenId(null); }}
          />
          <Key name="Esc" />
        </div>
        <div role="listbox" id="palette-list" aria-label={t('palette.title')} className={s.list} data-testid={ids.palette.list}>
          {items.length === 0 && <div role="option" aria-selected={false} aria-disabled className={s.none}>{t('palette.none', { search })}</div>}
          {groups.map((group) => group.items.length > 0 && (
            <div key={group.title} role="group" aria-label={group.title}>
              <div className={s.group} aria-hidden>{group.title}</div>
              {group.items.map((item) => <Option key={item.id} item={item} on={item === chosen} search={search} onRun={run} onHover={setChosenId} />)}
            </div>
          ))}
        </div>
        <div className={s.foot}>
          <Key name="↑" /><Key name="↓" />{t('palette.move')}<Key name="Enter" />{t('palette.open')}<Key name="Ctrl Enter" />{t('palette.copyPassword')}
          <span className={text.grow} />{t('palette.foot')}
        </div>
      </DialogSurface>
    </Dialog>
  );
}

function Key({ name }: { name: string }) {
  return <kbd className={useShellStyles().kbd}>{name}</kbd>;
}

function Option({ item, on, search, onRun, onHover }: { item: Item; on: boolean; search: string; onRun: (item: Item) => void; onHover: (id: string) => void }) {
  const s = usePaletteStyles();
  const text = useText();
  const Icon = item.icon;
  return (
    <div id={`palette-${item.id}`} role="option" aria-selected={on} className={mergeClasses(s.item, on && s.on)} data-testid={ids.palette.option(item.id)} onClick={() => onRun(item)} onMouseMove={() => { if (!on) onHover(item.id); }}>
      <Icon className={mergeClasses(s.icon, on ? s.iconOn : text.muted)} aria-hidden />
      <span className={text.cut}><Highlight text={item.name} search={search} />{item.sub && <span className={text.muted}>{'  '}{item.sub}</span>}</span>
      <span className={text.grow} />
      {item.keys && <Key name={item.keys} />}
      {on && <span className={mergeClasses(text.small, text.muted)} aria-hidden>Enter</span>}
    </div>
  );
}
