import { mergeClasses } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import { LookIcon } from '../../../components/dependencies/LookIcon';
import { lookWord } from '../../../components/dependencies/words';
import { plain, t } from '../../../strings';
import { partIds } from '../../../testIds.parts';
import { useText } from '../../../theme';
import { useGraphStyles } from './graph.styles';
import type { Box } from './group';
import type { Spot } from './layout';

type Props = { box: Box; spot: Spot; uses: number; users: number; chosen: boolean; dim: boolean; tab: boolean; onClick: () => void; onHover: (on: boolean) => void; onFocus: () => void; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };

/** One thing, place or group of the graph. */
export function NodeButton({ box, spot, uses, users, chosen, dim, tab, onClick, onHover, onFocus, onKeyDown }: Props) {
  const s = useGraphStyles();
  const text = useText();
  const word = lookWord(box.look);
  const sub = box.sub || word;
  const counts = t('graph.counts', { uses, users });
  return (
    <button
      type="button" tabIndex={tab ? 0 : -1} data-node={box.id} data-testid={partIds.used.node(box.id)} aria-pressed={chosen} title={plain(box.name)}
      className={mergeClasses(s.node, box.look === 'unresolved' && s.unresolved, chosen && s.chosen, dim && s.dim)} style={{ transform: `translate(${spot.x}px, ${spot.y}px)` }}
      onClick={onClick} onMouseEnter={() => onHover(true)} onMouseLeave={() => onHover(false)} onFocus={onFocus} onKeyDown={onKeyDown}
    >
      <LookIcon look={box.look} />
      <span className={mergeClasses(text.col, text.grow)}><bdi className={mergeClasses(s.name, text.cut)}>{plain(box.name)}</bdi><bdi className={mergeClasses(text.small, text.muted, text.cut)}>{plain(sub)}</bdi></span>
      <span className={text.hidden}>{sub === word || box.members > 0 ? counts : `${word}, ${counts}`}</span>
    </button>
  );
}
