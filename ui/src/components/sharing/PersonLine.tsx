import { Avatar, makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { plain } from '../../strings';
import { useText } from '../../theme';

const useStyles = makeStyles({ all: { display: 'flex', alignItems: 'center', columnGap: '10px', minWidth: 0, minHeight: '44px' } });

/** A face, a name and one line under it. The colour comes from the id, so that a person has the same one everywhere. */
export function PersonLine({ id, name, sub, size = 28 }: { id: string; name: string; sub?: ReactNode; size?: 24 | 28 | 40 }) {
  const s = useStyles();
  const text = useText();
  return (
    <span className={s.all}>
      <Avatar name={plain(name)} idForColor={id} color="colorful" size={size} aria-hidden />
      <span className={text.col}><bdi className={text.cut} title={plain(name)}>{plain(name)}</bdi>{sub && <span className={mergeClasses(text.small, text.muted, text.cut)}>{sub}</span>}</span>
    </span>
  );
}
