import { makeStyles } from '@fluentui/react-components';
import { plain } from '../strings';
import { Name } from './Name';

const useStyles = makeStyles({ hit: { fontWeight: 700, color: 'inherit', backgroundColor: 'transparent' } });

/** Where the needle stands, without regard to case. Lower case can be longer than what it was made from, so the text itself is searched. */
export function hitOf(text: string, needle: string): [number, number] | null {
  if (needle === '') return null;
  const found = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu').exec(text);
  return found && [found.index, found.index + found[0].length];
}

/** Text with what was searched for in bold. */
export function Highlight({ text, search }: { text: string; search: string }) {
  const s = useStyles();
  const shown = plain(text);
  const hit = hitOf(shown, search.trim());
  if (!hit) return <Name text={text} />;
  return <bdi>{shown.slice(0, hit[0])}<mark className={s.hit}>{shown.slice(...hit)}</mark>{shown.slice(hit[1])}</bdi>;
}
