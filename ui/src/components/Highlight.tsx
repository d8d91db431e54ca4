import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({ hit: { fontWeight: 700, color: 'inherit', backgroundColor: 'transparent' } });

/** Text with what was searched for in bold. */
export function Highlight({ text, search }: { text: string; search: string }) {
  const s = useStyles();
  const needle = search.trim();
  const at = needle === '' ? -1 : text.toLocaleLowerCase().indexOf(needle.toLocaleLowerCase());
  if (at < 0) return <bdi>{text}</bdi>;
  return <bdi>{text.slice(0, at)}<mark className={s.hit}>{text.slice(at, at + needle.length)}</mark>{text.slice(at + needle.length)}</bdi>;
}
