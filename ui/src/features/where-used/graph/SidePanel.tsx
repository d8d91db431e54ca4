import { Button, mergeClasses } from '@fluentui/react-components';
import { Flowchart16Regular, Open16Regular } from '@fluentui/react-icons';
import { DetailsDrawer, DrawerSection } from '../../../components';
import { LookIcon, LookTile } from '../../../components/dependencies/LookIcon';
import type { Open } from '../../../components/dependencies/openRow';
import { lookWord, placeWords } from '../../../components/dependencies/words';
import { plain, t } from '../../../strings';
import { partIds } from '../../../testIds.parts';
import { useText } from '../../../theme';
import type { Box } from './group';

export type Selection = { box: Box; uses: Box[]; usedBy: Box[] };

/** The chosen node, with what stands next to it. */
export function SidePanel({ selection: { box, uses, usedBy }, open, onClose }: { selection: Selection; open: Open; onClose: () => void }) {
  const text = useText();
  const { thing, place } = box;
  return (
    <DetailsDrawer
      narrow title={box.name} sub={box.members > 0 ? box.sub : place ? placeWords(place) : lookWord(box.look)} tile={<LookTile look={box.look} size={32} />} onClose={onClose}
      commands={box.members > 0 ? undefined : <><Button size="small" icon={<Open16Regular />} onClick={() => { if (place) open.place(box.id); else if (thing) open.thing(thing); }} data-testid={partIds.used.openThing}>{t('used.open')}</Button>{thing && thing.kind !== 'person' && <Button size="small" icon={<Flowchart16Regular />} onClick={() => open.startFrom(thing)} data-testid={partIds.used.startHere}>{t('used.startHere')}</Button>}</>}
    >
      {place && <code className={mergeClasses(text.mono, text.small)}>{plain(place.expression)}</code>}
      {([['used.uses', uses], ['used.usedBy', usedBy]] as const).map(([title, rows]) => rows.length > 0 && (
        <DrawerSection key={title} title={t(title)} aside={<span className={mergeClasses(text.small, text.muted)}>{rows.length}</span>}>
          <div className={text.col}>{rows.slice(0, 12).map((one) => <span key={one.id} className={text.row}><LookIcon look={one.look} /><bdi className={mergeClasses(text.cut, text.grow)} title={plain(one.name)}>{plain(one.name)}</bdi></span>)}</div>
        </DrawerSection>
      ))}
      {usedBy.length === 0 && box.lane < 3 && <span className={text.muted}>{t('graph.noUse')}</span>}
    </DetailsDrawer>
  );
}
