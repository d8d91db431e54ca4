import { Button, makeStyles, mergeClasses, Radio, tokens as T } from '@fluentui/react-components';
import { Eye16Regular, EyeOff16Regular } from '@fluentui/react-icons';
import type { ConflictVersion, LocationName } from '../../api';
import { exactTime, plain, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({
  card: { padding: '8px 12px 12px', display: 'flex', flexDirection: 'column', rowGap: '4px', minWidth: 0 },
  chosen: { backgroundColor: T.colorBrandBackground2, border: `1px solid ${T.colorBrandStroke1}`, outline: `2px solid ${T.colorTransparentStrokeInteractive}`, outlineOffset: '-2px' },
  radio: { marginLeft: '-8px' },
  value: { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap', userSelect: 'text', maxHeight: '168px', overflowY: 'auto' },
  dots: { letterSpacing: '2px' },
  button: { minWidth: '64px' },
  row: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '8px' },
});

const twelveDots = '•'.repeat(12);

function whoAndWhen({ by, you, at }: ConflictVersion): string {
  const when = exactTime(at);
  if (by === null) return t(you ? 'conflict.yours' : 'conflict.gone', { when });
  return t(you ? 'conflict.you' : 'conflict.by', { person: by, when });
}

export type Revealed = { value: string; left: number } | null;
type Props = { version: ConflictVersion; counts: boolean; chosen: boolean; mayChoose: boolean; shown: Revealed; onReveal: () => void; onHide: () => void };

/** One version: who wrote it and when, and what it says. A secret is dots until Reveal. */
export function VersionCard({ version, counts, chosen, mayChoose, shown, onReveal, onHide }: Props) {
  const s = useStyles();
  const text = useText();
  const who = whoAndWhen(version);
  const secret = version.text === null && version.locations === null;
  return (
    <div className={mergeClasses(text.card, s.card, chosen && s.chosen)} data-testid={partIds.conflict.version(version.id)}>
      {mayChoose ? <Radio className={s.radio} value={version.id} label={t('conflict.keep')} aria-label={`${t('conflict.keep')}: ${plain(who)}`} data-testid={partIds.conflict.keep(version.id)} /> : null}
      <span className={mergeClasses(text.small, text.muted)}><bdi>{plain(who)}</bdi>{counts && <> · <b>{t('conflict.counts')}</b></>}</span>
      {secret
        ? (
          <span className={s.row}>
            {shown ? <span role="group" aria-label={t('conflict.secret')} className={mergeClasses(text.mono, s.value)}>{shown.value}</span> : <span className={s.dots}><span aria-hidden>{twelveDots}</span><span className={text.hidden}>{t('value.hidden', { field: t('conflict.secret') })}</span></span>}
            {version.canReveal && <Button size="small" appearance="subtle" className={s.button} icon={shown ? <EyeOff16Regular /> : <Eye16Regular />} onClick={shown ? onHide : onReveal} aria-label={t(shown ? 'value.hideOf' : 'value.revealOf', { field: t('conflict.secret'), name: who })} data-testid={partIds.conflict.reveal(version.id)}>{t(shown ? 'value.hide' : 'value.reveal')}{shown && <span aria-hidden>, {t('value.left', { s: shown.left })}</span>}</Button>}
          </span>
        )
        : <span className={s.value}>{version.locations ? version.locations.map((one: LocationName) => t(`location.${one}`)).join(', ') : version.text ? <bdi>{plain(version.text)}</bdi> : <span className={text.muted}>{t('conflict.empty')}</span>}</span>}
    </div>
  );
}
