import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { DesktopRegular, MoreHorizontal20Regular, ShieldCheckmark16Regular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { asUiError, keys, unwrap, type PersonView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { DetailsDrawer, DrawerSection, ErrorState, Fact, Facts, KindIcon, useToast } from '../../components';
import { roleWords } from '../../components/sharing/words';
import { plain, relativeTime, t } from '../../strings';
import { inside } from '../../strings/dates';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { KeyText } from './columns';
import { SafetyCode } from './SafetyCode';

const useStyles = makeStyles({ col: { display: 'flex', flexDirection: 'column', rowGap: '8px' }, buttons: { display: 'flex', columnGap: '8px', marginTop: '8px' } });
type Props = { id: string; onClose: () => void; onRemove: (person: PersonView) => void };

/** One person: their safety code, devices, and what is shared with them. */
export function PersonDrawer({ id, onClose, onRemove }: Props) {
  const { data, error, refetch } = useQuery({ queryKey: [...keys.team, 'person', id], queryFn: () => unwrap(teamCommands.personGet(id)) });
  if (!data) return <DetailsDrawer title="" label={t('state.loading')} onClose={onClose}>{error && <ErrorState what={asUiError(error).message} next={asUiError(error).hint} onRetry={() => void refetch()} />}</DetailsDrawer>;
  return <Person key={data.id} person={data} onClose={onClose} onRemove={onRemove} />;
}

function Person({ person, onClose, onRemove }: { person: PersonView } & Omit<Props, 'id'>) {
  const s = useStyles();
  const text = useText();
  const client = useQueryClient();
  const toast = useToast();
  const saved = () => { void client.invalidateQueries({ queryKey: keys.team }); };
  const verify = useMutation({ mutationFn: (match: boolean) => unwrap(teamCommands.personVerify(person.id, match)), onSuccess: (_, match) => { toast(t(match ? 'person.verified' : 'person.unverified', { person: person.name })); saved(); } });
  const rank = useMutation({ mutationFn: () => unwrap(teamCommands.personSetRank(person.id, person.teamId, 'owner')), onSuccess: saved });
  const problem = verify.error ?? rank.error;
  const more = (person.canRank || person.canRemove) && (
    <Menu>
      <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={t('details.moreActions')} data-testid={partIds.people.more} /></MenuTrigger>
      <MenuPopover><MenuList>{person.canRank && <MenuItem onClick={() => rank.mutate()} data-testid={partIds.people.rank}>{t('person.makeOwner')}</MenuItem>}{person.canRemove && <MenuItem onClick={() => onRemove(person)} data-testid={partIds.people.remove}>{t('person.remove')}</MenuItem>}</MenuList></MenuPopover>
    </Menu>
  );
  return (
    <DetailsDrawer title={person.name} sub={person.mail ?? undefined} onClose={onClose} more={more}>
      {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
      {person.key === 'newKeyWaits' && <MessageBar intent="error" layout="multiline"><MessageBarBody>{t('person.newKey', { person: person.name, other: person.replaces?.name ?? '' })}</MessageBarBody></MessageBar>}
      <Facts><Fact label={t('person.team')}>{t(`rank.${person.rank}`)}</Fact></Facts>
      <DrawerSection title={t('person.code')} aside={!person.you && <KeyText state={person.key} />}>
        <SafetyCode words={person.safetyCode} />
        {person.otherCode && <><span className={mergeClasses(text.small, text.muted)}>{t('person.otherCode', { person: person.replaces?.name ?? '' })}</span><SafetyCode words={person.otherCode} label={t('person.otherCode', { person: person.replaces?.name ?? '' })} /></>}
        {!person.you && <p className={mergeClasses(text.small, text.muted)}>{t('person.codeHelp', { person: person.name })}</p>}
        {!person.you && <div className={s.buttons}><Button appearance="primary" icon={<ShieldCheckmark16Regular />} disabledFocusable={verify.isPending} onClick={() => verify.mutate(true)} data-testid={partIds.people.match}>{t('person.match')}</Button><Button disabledFocusable={verify.isPending} onClick={() => verify.mutate(false)} data-testid={partIds.people.differ}>{t('person.differ')}</Button></div>}
      </DrawerSection>
      <DrawerSection title={t('person.devices')} aside={<span className={mergeClasses(text.small, text.muted)}>{person.devices.length}</span>}>
        <div className={s.col}>{person.devices.map((one) => <span key={one.id} className={text.row}><DesktopRegular fontSize={20} className={text.muted} aria-hidden /><span className={text.small}>{one.seen ? t('person.addedSeen', { added: inside(relativeTime(one.added)), seen: inside(relativeTime(one.seen)) }) : t('person.added', { when: inside(relativeTime(one.added)) })}</span></span>)}</div>
      </DrawerSection>
      <DrawerSection title={t('person.access')} aside={<span className={mergeClasses(text.small, text.muted)}>{person.shared}</span>}>
        <div className={s.col}>
          {person.access.length === 0 && <span className={text.muted}>{t('person.none')}</span>}
          {person.access.map((one) => <span key={one.id} className={text.row}><KindIcon kind="credential" className={text.muted} /><bdi className={mergeClasses(text.grow, text.cut)}>{plain(one.name)}</bdi><span className={mergeClasses(text.small, text.muted)}>{roleWords(one.role)}</span></span>)}
          {person.shared > person.access.length && <span className={mergeClasses(text.small, text.muted)}>{t('person.more', { n: person.shared - person.access.length })}</span>}
        </div>
      </DrawerSection>
    </DetailsDrawer>
  );
}
