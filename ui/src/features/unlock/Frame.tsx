import { mergeClasses } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useCardStyles } from './unlock.styles';

/** One card in the middle, a line at the foot. */
export function Frame({ children, foot, small = false }: { children: ReactNode; foot: ReactNode; small?: boolean }) {
  const s = useCardStyles();
  return (
    <div className={s.back}>
      <main className={s.middle}><div className={mergeClasses(s.card, small && s.small)}>{children}</div></main>
      <footer className={mergeClasses(s.foot, s.noPrint)}>{foot}</footer>
    </div>
  );
}
