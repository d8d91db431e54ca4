import { makeStyles, tokens as T } from '@fluentui/react-components';

const useStyles = makeStyles({ art: { color: T.colorBrandStroke1 }, box: { fill: T.colorBrandBackground2 }, floor: { stroke: T.colorNeutralStroke1 } });

/** The sideboard, open, with a key above it. */
export function EmptyArt() {
  const s = useStyles();
  return (
    <svg width="168" height="104" viewBox="0 0 168 104" fill="none" aria-hidden focusable={false} className={s.art} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
      <rect x="20" y="34" width="128" height="50" rx="6" className={s.box} stroke="currentColor" />
      <path d="M62.5 34v50M105.5 34v50M34 84v14M134 84v14" stroke="currentColor" />
      <circle cx="56" cy="59" r="2" fill="currentColor" /><circle cx="112" cy="59" r="2" fill="currentColor" />
      <path d="M69 46h30M69 59h30M69 72h30" stroke="currentColor" opacity=".45" />
      <circle cx="74" cy="18" r="8" stroke="currentColor" /><circle cx="71.5" cy="18" r="1.5" fill="currentColor" /><path d="M82 18h22v6M97 18v4" stroke="currentColor" />
      <path d="M4 98h160" className={s.floor} />
    </svg>
  );
}
