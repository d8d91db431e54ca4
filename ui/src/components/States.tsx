import { Button, makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons';
import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';

const useStyles = makeStyles({
  middle: { flex: '1 1 0', minHeight: 0, display: 'flex', flexDirection: 'column', alignItems: 'center', justifyContent: 'center', textAlign: 'center', padding: '16px 24px 64px', boxSizing: 'border-box' },
  h2: { fontSize: T.fontSizeBase500, lineHeight: T.lineHeightBase500, fontWeight: 600, letterSpacing: '-0.2px', margin: '20px 0 4px' },
  body: { maxWidth: '440px', color: T.colorNeutralForeground3 },
  narrow: { maxWidth: '400px' },
  buttons: { display: 'flex', columnGap: '8px', marginTop: '20px' },
  foot: { marginTop: '16px', fontSize: T.fontSizeBase200, color: T.colorNeutralForeground3 },
  tile: { width: '56px', height: '56px', borderRadius: T.borderRadiusXLarge, backgroundColor: T.colorNeutralBackground3, color: T.colorNeutralForeground3, display: 'grid', placeItems: 'center' },
  bone: { height: '12px', borderRadius: T.borderRadiusSmall, backgroundColor: T.colorNeutralBackground4 },
  bones: { display: 'flex', alignItems: 'center', columnGap: '16px', padding: '0 24px', borderBottom: `1px solid ${T.colorNeutralStroke3}`, boxSizing: 'border-box' },
  clip: { overflow: 'hidden', flex: '1 1 0', minHeight: 0 },
});

type StateProps = { art?: ReactNode; title: string; body?: ReactNode; actions?: ReactNode; foot?: ReactNode };

/** Nothing here yet: drawing, title, one sentence, primary, second. */
export function EmptyState({ art, title, body, actions, foot }: StateProps) {
  const s = useStyles();
  return (
    <div className={s.middle} data-testid={ids.state.empty}>
      {art}
      <h2 className={s.h2}>{title}</h2>
      {body && <span className={mergeClasses(s.body, s.narrow)}>{body}</span>}
      {actions && <div className={s.buttons}>{actions}</div>}
      {foot && <div className={s.foot}>{foot}</div>}
    </div>
  );
}

type ErrorProps = { what: string; next?: string | null; code?: string; onRetry?: () => void; onCopyDetails?: () => void; actions?: ReactNode; retryLabel?: string };

/** What happened, what to do next, then Try again and Copy details. */
export function ErrorState({ what, next, code, onRetry, onCopyDetails, actions, retryLabel }: ErrorProps) {
  const s = useStyles();
  return (
    <div className={s.middle} role="alert" data-testid={ids.state.error}>
      <span className={s.tile} aria-hidden><PlugDisconnectedRegular fontSize={28} /></span>
      <h2 className={s.h2}>{what}</h2>
      {next && <span className={s.body}>{next}</span>}
      <div className={s.buttons}>
        {onRetry && <Button appearance="primary" onClick={onRetry} data-testid={ids.state.retry}>{retryLabel ?? t('action.retry')}</Button>}
        {onCopyDetails && <Button onClick={onCopyDetails}>{t('action.copyDetails')}</Button>}
        {actions}
      </div>
      {code && <div className={s.foot}>{t('error.details', { code })}</div>}
    </div>
  );
}

/** True once waiting has lasted 150 ms; before that nothing is shown. */
export function useSlow(waiting: boolean, after = 150): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), after);
    return () => clearTimeout(timer);
  }, [waiting, after]);
  return slow && waiting;
}

const widths = [42, 30, 36, 26, 40, 33];

/** Rows of the right height while a list is being asked for. */
export function SkeletonRows({ rows = 14, height = 40 }: { rows?: number; height?: number }) {
  const s = useStyles();
  const text = useText();
  return (
    <div className={s.clip} role="status" data-testid={ids.state.skeleton}>
      <span className={text.hidden}>{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={s.bones} style={{ height }} aria-hidden>
          <span className={s.bone} style={{ width: 24, height: 24 }} />
          <span className={s.bone} style={{ width: `${widths[i % widths.length]}%` }} />
          <span className={text.grow} /><span className={s.bone} style={{ width: 120 }} />
        </div>
      ))}
    </div>
  );
}
