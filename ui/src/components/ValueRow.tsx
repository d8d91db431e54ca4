import { Button, makeStyles, mergeClasses, Tooltip, tokens as T } from '@fluentui/react-components';
import { Copy16Regular, Eye16Regular, EyeOff16Regular } from '@fluentui/react-icons';
import { plain, t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { Name } from './Name';
import { KindIcon, type Kind } from './Tile';

const useStyles = makeStyles({
  list: { border: `1px solid ${T.colorNeutralStroke2}`, borderRadius: T.borderRadiusLarge, '& > * + *': { borderTop: `1px solid ${T.colorNeutralStroke3}` } },
  row: { padding: '8px 8px 8px 12px', display: 'grid', gridTemplateColumns: 'minmax(0,1fr) auto', columnGap: '8px', alignItems: 'center' },
  words: { rowGap: '2px' },
  value: { fontSize: T.fontSizeBase300, lineHeight: T.lineHeightBase300, overflowWrap: 'anywhere', userSelect: 'text' },
  dots: { letterSpacing: '2px', lineHeight: T.lineHeightBase300 },
  buttons: { display: 'flex' },
  button: { whiteSpace: 'nowrap', minWidth: '64px' },
});

const twelveDots = '•'.repeat(12);

export type ValueRowProps = {
  owner: string; field: string; label: string; text: string | null; variable: string; kind: Kind;
  /** Seconds left while it is shown. */
  seconds: number | null; canReveal: boolean; canCopy: boolean; reason: string | null; hideable: boolean;
  onReveal: () => void; onHide: () => void; onCopy: () => void;
};

/** One value of a credential: twelve dots until Reveal, never longer than its seconds. */
export function ValueRow(props: ValueRowProps) {
  const { owner, field, label, text, variable, kind, seconds, canReveal, canCopy, reason, hideable, onReveal, onHide, onCopy } = props;
  const s = useStyles();
  const x = useText();
  const shown = seconds !== null;
  // The seconds stand beside the button: its name must not change while it has the focus.
  const reveal = (
    <Button
      appearance="subtle" size="small" className={s.button} icon={shown ? <EyeOff16Regular /> : <Eye16Regular />} disabledFocusable={!canReveal && !shown} data-testid={ids.details.reveal(field)}
      aria-label={t(shown ? 'value.hideOf' : 'value.revealOf', { field: label, name: owner })} onClick={shown ? onHide : canReveal ? onReveal : undefined}
    >
      {t(shown ? 'value.hide' : 'value.reveal')}
    </Button>
  );
  const copy = (
    <Button appearance="subtle" size="small" className={s.button} icon={<Copy16Regular />} disabledFocusable={!canCopy} data-testid={ids.details.copy(field)} aria-label={t('value.copyOf', { field: label, name: owner })} onClick={canCopy ? onCopy : undefined}>
      {t('action.copy')}
    </Button>
  );
  return (
    <div className={s.row}>
      <div className={mergeClasses(x.col, s.words)}>
        <span className={mergeClasses(x.small, x.muted)}>{label}</span>
        {text === null
          ? <span className={s.dots}><span aria-hidden>{twelveDots}</span><span className={x.hidden}>{t('value.hidden', { field: label })}</span></span>
          : <span role="group" aria-label={label} className={mergeClasses(x.mono, s.value)} data-testid={ids.details.value(field)}>{text}</span>}
        <span className={mergeClasses(x.row, x.small, x.muted)}><KindIcon kind={kind} size={14} /><span className={x.cut} title={plain(variable)}><Name text={variable} /></span></span>
      </div>
      <span className={s.buttons}>
        {hideable && shown && <span className={mergeClasses(x.small, x.muted, x.num)} aria-hidden>{t('value.left', { s: seconds })}</span>}
        {hideable && (canReveal || shown || reason === null ? reveal : <Tooltip content={reason} relationship="description">{reveal}</Tooltip>)}
        {canCopy || reason === null ? copy : <Tooltip content={reason} relationship="description">{copy}</Tooltip>}
      </span>
    </div>
  );
}

export function ValueList({ children }: { children: React.ReactNode }) {
  return <div className={useStyles().list}>{children}</div>;
}
