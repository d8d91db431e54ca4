import { Button, Dropdown, Field, Input, makeStyles, mergeClasses, Option } from '@fluentui/react-components';
import { unwrap, type LocationKind, type TeamLocation } from '../../api';
import { teamCommands } from '../../api/bindings.team.gen';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ row: { display: 'flex', columnGap: '8px', alignItems: 'flex-end' }, grow: { flexGrow: 1 }, two: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: '12px' }, all: { display: 'flex', flexDirection: 'column', rowGap: '12px' } });
const kinds = ['folder', 'azureBlob', 's3'] as const;
type Text = 'path' | 'account' | 'container' | 'prefix' | 'endpoint' | 'region';
const labels: Record<Text, 'team.path' | 'team.account' | 'team.container' | 'team.prefix' | 'team.endpoint' | 'team.region'> = { path: 'team.path', account: 'team.account', container: 'team.container', prefix: 'team.prefix', endpoint: 'team.endpoint', region: 'team.region' };
const fieldsOf: Record<LocationKind, Text[]> = { folder: ['path'], azureBlob: ['account', 'container', 'prefix'], s3: ['container', 'region', 'prefix', 'endpoint'], gcs: ['container', 'prefix'] };
const noSignIn = { tenant: null, clientId: null, profile: null, accessKeyId: null, secret: null, fileHandle: null };

export const emptyLocation: TeamLocation = { kind: 'folder', path: null, account: null, container: null, prefix: null, endpoint: null, region: null, signIn: null };
const start = (kind: LocationKind): TeamLocation => ({ ...emptyLocation, kind, signIn: kind === 'azureBlob' ? { ...noSignIn, kind: 'azureCli' } : kind === 's3' ? { ...noSignIn, kind: 's3Profile', profile: 'default' } : null });

type Props = { location: TeamLocation; fixed: boolean; onChange: (location: TeamLocation) => void; onError: (error: unknown) => void };

/** Where a team meets, and who signs in there. An invitation fixes the place; the sign-in is always one's own. */
export function LocationFields({ location, fixed, onChange, onError }: Props) {
  const s = useStyles();
  const text = useText();
  const set = (patch: Partial<TeamLocation>) => onChange({ ...location, ...patch });
  const pick = () => { unwrap(teamCommands.teamFolderPick()).then((path) => { if (path !== null) set({ path }); }, onError); };
  const input = (name: Text) => <Field key={name} label={t(name === 'container' && location.kind !== 'azureBlob' ? 'team.bucket' : labels[name])} className={s.grow}><Input value={location[name] ?? ''} readOnly={fixed && name !== 'path'} spellCheck={false} autoComplete="off" onChange={(_, data) => set({ [name]: data.value === '' ? null : data.value })} data-testid={partIds.people.field(name)} /></Field>;
  return (
    <div className={s.all}>
      {!fixed && <Field label={t('team.where')}><Dropdown value={t(`team.${location.kind}`)} selectedOptions={[location.kind]} onOptionSelect={(_, data) => { const kind = kinds.find((one) => one === data.optionValue); if (kind) onChange(start(kind)); }} data-testid={partIds.people.kind}>{kinds.map((kind) => <Option key={kind} value={kind}>{t(`team.${kind}`)}</Option>)}</Dropdown></Field>}
      {location.kind === 'folder' ? <div className={s.row}>{input('path')}<Button onClick={pick} data-testid={partIds.people.choose}>{t('team.choose')}</Button></div> : <div className={s.two}>{fieldsOf[location.kind].map(input)}</div>}
      {location.kind === 'folder' && <span className={mergeClasses(text.small, text.muted)}>{t('team.pathHint')}</span>}
      {location.signIn?.kind === 'azureCli' && <span>{t('team.cli')}</span>}
      {location.signIn?.kind === 's3Profile' && <Field label={t('team.profile')}><Input value={location.signIn.profile ?? ''} spellCheck={false} autoComplete="off" onChange={(_, data) => set({ signIn: { ...noSignIn, kind: 's3Profile', profile: data.value } })} data-testid={partIds.people.field('profile')} /></Field>}
    </div>
  );
}

/** The place of an invitation with the sign-in that fits its kind. */
export const withSignIn = (location: TeamLocation): TeamLocation => ({ ...location, signIn: location.signIn ?? start(location.kind).signIn });
