import { makeStyles, mergeClasses, tokens as T } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { keys, unwrap } from '../api';
import { teamCommands } from '../api/bindings.team';
import { t } from '../strings';
import { partIds } from '../testIds.parts';

const useStyles = makeStyles({ sign: { marginLeft: 'auto', minWidth: '18px', height: '18px', padding: '0 5px', boxSizing: 'border-box', borderRadius: T.borderRadiusCircular, display: 'grid', placeItems: 'center', flexShrink: 0, fontSize: T.fontSizeBase100, fontWeight: 600, color: T.colorNeutralForeground2, backgroundColor: T.colorNeutralBackground5, outline: `1px solid ${T.colorTransparentStroke}` }, corner: { position: 'absolute', top: '0', right: '0' } });

/** At the entry of People and teams: how many ask to join. */
export function PeopleSign({ narrow }: { narrow: boolean }) {
  const s = useStyles();
  const { data } = useQuery({ queryKey: [...keys.team, 'list'], queryFn: () => unwrap(teamCommands.teamList()) });
  const n = (data ?? []).reduce((all, team) => all + team.requests.length, 0);
  if (n === 0) return null;
  const words = t('nav.requests', { n });
  return <span className={mergeClasses(s.sign, narrow && s.corner)} role="img" aria-label={words} title={words} data-testid={partIds.status.requests}>{n}</span>;
}
