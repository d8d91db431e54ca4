import { Button, Field, Input, makeStyles, mergeClasses, Radio, RadioGroup } from '@fluentui/react-components';
import { unwrap, type LocationKind } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { kinds, type Place } from './place';

const useStyles = makeStyles({ row: { display: 'flex', columnGap: '8px', alignItems: 'flex-end' }, grow: { flexGrow: 1 }, two: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', columnGap: '16px', rowGap: '12px', alignItems: 'start' }, all: { display: 'flex', flexDirection: 'column', rowGap: '12px' } });
type Part = 'account' | 'container' | 'bucket' | 'folder' | 'region' | 'endpoint';
const parts: Record<Exclude<LocationKind, 'folder'>, readonly [part: Part, required: boolean][]> = {
  azureBlob: [['account', true], ['container', true], ['folder', false], ['endpoint', false]],
  s3: [['bucket', true], ['region', true], ['folder', false], ['endpoint', false]],
  gcs: [['bucket', true], ['folder', false]],
};

type Props = { place: Place; joining: boolean; onChange: (place: Place) => void; onError: (error: unknown) => void };

/** Where a team meets. An invitation says so itself; a folder may have another path on this computer. */
export function LocationFields({ place, joining, onChange, onError }: Props) {
  const s = useStyles();
  const text = useText();
  const { kind } = place;
  const pick = () => { unwrap(teamCommands.teamFolderPick()).then((path) => { if (path !== null) onChange({ ...place, path }); }, onError); };
  return (
    <div className={s.all}>
      {!joining && (
        <Field label={t('team.kind')}>
          <RadioGroup layout="horizontal" value={kind} onChange={(_, data) => onChange({ ...place, kind: data.value as LocationKind })}>
            {kinds.map((one) => <Radio key={one} value={one} label={t(`team.kind.${one}`)} data-testid={partIds.people.kind(one)} />)}
          </RadioGroup>
        </Field>
      )}
      {kind === 'folder' && (
        <>
          <div className={s.row}><Field label={t('team.path')} className={s.grow}><Input value={place.path} spellCheck={false} autoComplete="off" onChange={(_, data) => onChange({ ...place, path: data.value })} data-testid={partIds.people.field('path')} /></Field><Button onClick={pick} data-testid={partIds.people.choose}>{t('team.choose')}</Button></div>
          <span className={mergeClasses(text.small, text.muted)}>{t('team.pathHint')}</span>
        </>
      )}
      {kind !== 'folder' && !joining && (
        <div className={s.two}>
          {parts[kind].map(([part, required]) => (
            <Field key={part} required={required} hint={part === 'endpoint' ? t('team.endpointHint') : part === 'folder' ? t('team.folderHint') : undefined} label={required ? t(`team.${part}`) : <>{t(`team.${part}`)} <span className={text.muted}>{t('field.optional')}</span></>}>
              <Input value={place[part]} spellCheck={false} autoComplete="off" onChange={(_, data) => onChange({ ...place, [part]: data.value })} data-testid={partIds.people.field(part)} />
            </Field>
          ))}
        </div>
      )}
    </div>
  );
}
