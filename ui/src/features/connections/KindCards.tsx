import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import type { ConnectionKindName } from '../../api';
import { KindIcon, type Kind } from '../../components';
import { t } from '../../strings';
import { ids } from '../../testIds';
import { hover } from '../../theme';

const useStyles = makeStyles({
  cards: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(80px, 1fr))', gap: '8px' },
  card: {
    display: 'flex', flexDirection: 'column', alignItems: 'center', justifyContent: 'center', rowGap: '4px', minHeight: '64px', padding: '4px', font: 'inherit', fontSize: T.fontSizeBase200, fontWeight: 500, color: T.colorNeutralForeground2, textAlign: 'center',
    border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, backgroundColor: T.colorNeutralBackground1, cursor: 'pointer',
    ':hover': { backgroundColor: hover.one }, ':focus-visible': { outline: `2px solid ${T.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  on: {
    border: `1px solid ${T.colorBrandStroke1}`, boxShadow: `inset 0 0 0 1px ${T.colorBrandStroke1}`, backgroundColor: T.colorBrandBackground2, color: T.colorNeutralForeground1, fontWeight: 600,
    outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-3px', ':hover': { backgroundColor: T.colorBrandBackground2Hover },
  },
});

export const kinds: ConnectionKindName[] = ['machine', 'ssh', 'postgres', 'http'];
export const kindIcons: Record<ConnectionKindName, Kind> = { machine: 'machine', ssh: 'ssh', postgres: 'database', http: 'web' };

/** One of the four kinds, as cards. */
export function KindCards({ kind, onKind }: { kind: ConnectionKindName; onKind: (kind: ConnectionKindName) => void }) {
  const s = useStyles();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    const at = (kinds.indexOf(kind) + by + kinds.length) % kinds.length;
    onKind(kinds[at] ?? kind);
    (event.currentTarget.children[at] as HTMLElement | undefined)?.focus();
  };
  return (
    <div role="radiogroup" aria-label={t('connections.kind')} className={s.cards} onKeyDown={onKeyDown}>
      {kinds.map((one) => (
        <button key={one} type="button" role="radio" aria-checked={one === kind} tabIndex={one === kind ? 0 : -1} className={mergeClasses(s.card, one === kind && s.on)} onClick={() => onKind(one)} data-testid={ids.connections.kind(one)}>
          <KindIcon kind={kindIcons[one]} size={20} />{t(`connections.kind.${one}`)}
        </button>
      ))}
    </div>
  );
}
