import { Button, Checkbox, makeStyles, mergeClasses, Skeleton, SkeletonItem, tokens as T } from '@fluentui/react-components';
import { ArrowUndo16Regular, ClipboardTask16Regular, Eye16Regular, Key16Regular, PlugDisconnected16Regular, Warning16Filled } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { answered, asUiError, keys, unwrap, type PersonLink, type RemovalPlan } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { exactTime, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { useAffected } from '../dependencies/useAffected';
import { PersonLine } from './PersonLine';

const useStyles = makeStyles({
  panel: { margin: '4px -12px', padding: '0 12px 14px', borderRadius: T.borderRadiusLarge, border: `1px solid ${T.colorNeutralStroke2}`, backgroundColor: T.colorNeutralBackground2 },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  body: { paddingLeft: '38px', display: 'flex', flexDirection: 'column', rowGap: '12px' },
  variables: { '& > * + *': { borderTop: `1px solid ${T.colorNeutralStroke3}` } },
  reason: { padding: '0 12px 8px 36px', marginTop: '-4px' },
  line: { display: 'flex', columnGap: '8px', alignItems: 'flex-start' },
  icon: { flexShrink: 0, marginTop: '2px' },
  attention: { color: T.colorStatusWarningForeground3, flexShrink: 0 },
});

/** `person` may stand for everyone in the team. */
type Props = { credentialId: string; grantId: string; person: PersonLink; everyone: boolean; also: readonly string[]; onAlso: (variableIds: string[]) => void; onKeep: () => void };

/** S4 and S8: what removing somebody means, before it happens. The variables stay unless they are chosen. */
export function RemovalPanel({ credentialId, grantId, person, everyone, also, onAlso, onKeep }: Props) {
  const s = useStyles();
  const text = useText();
  const { data, error } = useQuery({ queryKey: [...keys.team, 'removal', credentialId, person.id], queryFn: () => unwrap(teamCommands.removalPlan(credentialId, person.id)), gcTime: 0 });
  return (
    <div className={s.panel} data-testid={partIds.access.row(grantId)}>
      <div className={s.head}><PersonLine id={person.id} name={person.name} sub={t(everyone ? 'access.everyoneWillGo' : 'access.willGo')} /><Button appearance="subtle" icon={<ArrowUndo16Regular />} onClick={onKeep} data-testid={partIds.access.keep(grantId)}>{t('access.keep')}</Button></div>
      <div className={s.body}>
        <span><span className={text.strong}>{t('remove.keepsHead')}</span> {t('remove.keeps', { person: person.name })}</span>
        {error && <span role="alert">{asUiError(error).message} {asUiError(error).hint}</span>}
        {!data && !error && <Skeleton aria-label={t('state.loading')}><SkeletonItem size={40} /></Skeleton>}
        {data && <Variables plan={data} person={person.name} also={also} onAlso={onAlso} />}
        <Stops credentialId={credentialId} person={person} />
        {data && <Known plan={data} person={person.name} everyone={everyone} also={also} />}
      </div>
    </div>
  );
}

/** W7: what stops for somebody without access. What runs elsewhere is not known here, and said to be so. */
function Stops({ credentialId, person }: { credentialId: string; person: PersonLink }) {
  const s = useStyles();
  const { data } = useAffected('unshare', [{ kind: 'credential', id: credentialId }], answered.whereUsed);
  if (!data) return null;
  const { connections, places } = data.counts;
  const here = connections + places > 0 ? t('remove.usedHere', { connections: t('remove.connections', { n: connections }), places: t('remove.places', { n: places }) }) : t('remove.notUsedHere');
  return <span className={s.line} data-testid={partIds.access.stops}><PlugDisconnected16Regular className={s.icon} aria-hidden />{here} {t(person.you ? 'remove.stopsYou' : 'remove.stops', { person: person.name })}</span>;
}

function Variables({ plan, person, also, onAlso }: { plan: RemovalPlan; person: string; also: readonly string[]; onAlso: (variableIds: string[]) => void }) {
  const s = useStyles();
  const text = useText();
  return (
    <div className={mergeClasses(text.card, s.variables)}>
      {plan.variables.map((one) => (
        <div key={one.id}>
          <Checkbox
            disabled={one.neededBy !== null || one.blocked !== null} checked={also.includes(one.id)} onChange={(_, data) => onAlso(data.checked ? [...also, one.id] : also.filter((id) => id !== one.id))} data-testid={partIds.access.also(one.id)}
            label={t('remove.also', { variable: one.name })}
          />
          <div className={mergeClasses(text.row, text.small, s.reason)}>{one.neededBy !== null && <Warning16Filled className={s.attention} aria-hidden />}{one.neededBy !== null ? t('remove.needed', { credential: one.neededBy, person }) : (one.blocked ?? t('remove.free', { person }))}</div>
        </div>
      ))}
    </div>
  );
}

function Known({ plan, person, everyone, also }: { plan: RemovalPlan; person: string; everyone: boolean; also: readonly string[] }) {
  const s = useStyles();
  const taken = plan.variables.filter((one) => also.includes(one.id));
  const kept = plan.variables.filter((one) => !also.includes(one.id));
  const given = plan.variables.filter((one) => one.givenOut);
  const unreported = given.filter((one) => !plan.reads.some((read) => read.variableId === one.id));
  return (
    <>
      {plan.reads.map((read) => <span key={`${read.variableId} ${read.person}`} className={s.line}><Eye16Regular className={s.icon} aria-hidden />{t('remove.read', { n: read.times, person: read.person, variable: read.variable, when: exactTime(read.last) })}</span>)}
      {unreported.map((one) => <span key={one.id} className={s.line}><Eye16Regular className={s.icon} aria-hidden />{t('remove.noReads', { person, variable: one.name })}</span>)}
      {everyone && unreported.length < given.length && <span className={s.line}><Eye16Regular className={s.icon} aria-hidden />{t('remove.noMoreReads')}</span>}
      {taken.map((one) => <span key={one.id} className={s.line}><ClipboardTask16Regular className={s.icon} aria-hidden />{t(one.givenOut ? 'remove.todo' : 'remove.notGiven', { variable: one.name, person })}</span>)}
      {kept.map((one) => <span key={one.id} className={s.line}><Eye16Regular className={s.icon} aria-hidden />{t('remove.still', { person, variable: one.name })}</span>)}
      {plan.waitsForKey && <span className={s.line}><Key16Regular className={s.icon} aria-hidden />{t('remove.waits')}</span>}
    </>
  );
}
