import { Button, Field, Input, makeStyles, mergeClasses } from '@fluentui/react-components';
import { unwrap, type TeamLocation } from '../../api';
import { teamCommands } from '../../api/bindings.team.gen';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ row: { display: 'flex', columnGap: '8px', alignItems: 'flex-end' }, grow: { flexGrow: 1 }, all: { display: 'flex', flexDirection: 'column', rowGap: '12px' } });

export const emptyLocation: TeamLocation = { kind: 'folder', path: '' };

type Props = { location: TeamLocation; onChange: (location: TeamLocation) => void; onError: (error: unknown) => void };

/** Where a team meets. The place of an invitation may have another path on this computer. */
export function LocationFields({ location, onChange, onError }: Props) {
  const s = useStyles();
  const text = useText();
  const set = (path: string) => onChange({ kind: 'folder', path });
  const pick = () => { unwrap(teamCommands.teamFolderPick()).then((path) => { if (path !== null) set(path); }, onError); };
  return (
    <div className={s.all}>
      <div className={s.row}><Field label={t('team.path')} className={s.grow}><Input value={location.path} spellCheck={false} autoComplete="off" onChange={(_, data) => set(data.value)} data-testid={partIds.people.field('path')} /></Field><Button onClick={pick} data-testid={partIds.people.choose}>{t('team.choose')}</Button></div>
      <span className={mergeClasses(text.small, text.muted)}>{t('team.pathHint')}</span>
    </div>
  );
}
