import { makeStyles, mergeClasses, Spinner, tokens as T } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, Circle16Regular, ErrorCircle16Filled, PlugDisconnected16Regular, Warning16Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { t } from '../strings';
import { useText } from '../theme';

export type StatusKind = 'ready' | 'checking' | 'notChecked' | 'offline' | 'expiring' | 'noAccess' | 'notFound' | 'disabled' | 'expired';

const useStyles = makeStyles({
  all: { display: 'inline-flex', alignItems: 'center', columnGap: '6px', whiteSpace: 'nowrap', minWidth: 0 },
  icon: { display: 'grid', flexShrink: 0 },
  good: { color: T.colorStatusSuccessForeground1 },
  attention: { color: T.colorStatusWarningForeground3 },
  refused: { color: T.colorStatusDangerForeground1 },
  muted: { color: T.colorNeutralForeground3 },
});

/** The words of a status; days only matter while it is expiring. */
export function statusWords(kind: StatusKind, days: number | null = null): string {
  return kind === 'expiring' ? t('status.expiring', { n: days ?? 0 }) : t(`status.${kind}`);
}

/** Icon and words, never a coloured pill. */
export function StatusText({ kind, days = null, words }: { kind: StatusKind; days?: number | null; words?: string }) {
  const s = useStyles();
  const text = useText();
  const refused = <ErrorCircle16Filled className={s.refused} />;
  const icon: Record<StatusKind, ReactNode> = {
    ready: <CheckmarkCircle16Filled className={s.good} />, expiring: <Warning16Filled className={s.attention} />,
    checking: <Spinner size="extra-tiny" aria-hidden />, notChecked: <Circle16Regular className={s.muted} />, offline: <PlugDisconnected16Regular className={s.muted} />,
    noAccess: refused, notFound: refused, disabled: refused, expired: refused,
  };
  return (
    <span className={s.all}>
      <span className={s.icon} aria-hidden>{icon[kind]}</span>
      <span className={mergeClasses(text.cut, kind === 'ready' && text.muted)}>{words ?? statusWords(kind, days)}</span>
    </span>
  );
}
