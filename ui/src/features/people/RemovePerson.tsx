import { Button, makeStyles, MessageBar, MessageBarBody, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { asUiError, keys, unwrap, type PersonView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { Sheet } from '../../components';
import { exactTime, list, t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';

const useStyles = makeStyles({ danger: { backgroundColor: tokens.colorStatusDangerBackground3, color: tokens.colorNeutralForegroundStaticInverted, ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover, color: tokens.colorNeutralForegroundStaticInverted } } });

/** S8: what removing somebody from the team means, before it happens. */
export function RemovePerson({ person, onClose, onDone }: { person: PersonView; onClose: () => void; onDone: () => void }) {
  const s = useStyles();
  const text = useText();
  const cancel = useRef<HTMLButtonElement>(null);
  const { data, error } = useQuery({ queryKey: [...keys.team, 'removePlan', person.id], queryFn: () => unwrap(teamCommands.personRemovePlan(person.id, person.teamId)), gcTime: 0 });
  const remove = useMutation({ mutationFn: () => unwrap(teamCommands.personRemove(person.id, person.teamId)), onSuccess: onDone });
  const unreported = data ? data.could.filter((one) => !data.reads.some((read) => read.variableId === one.id)).map((one) => one.name) : [];
  const ready = data !== undefined && !remove.isPending;
  const problem = remove.error ?? error;
  const footer = <><span className={text.grow} /><Button ref={cancel} onClick={onClose}>{t('action.cancel')}</Button><Button appearance="primary" className={ready ? s.danger : undefined} disabledFocusable={!ready} onClick={() => { if (ready) remove.mutate(); }} data-testid={partIds.people.removeGo}>{t('removePerson.go')}</Button></>;
  return (
    <Sheet open title={t('removePerson.title', { person: person.name })} onClose={onClose} footer={footer} first={cancel}>
      {problem && <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(problem).message} {asUiError(problem).hint}</MessageBarBody></MessageBar>}
      {!data && !problem && <Skeleton aria-label={t('state.loading')}><SkeletonItem size={40} /></Skeleton>}
      {data && <span>{t('removePerson.loses', { n: data.credentials, rekeyed: data.rekeyed })}</span>}
      {data && data.waiting > 0 && <span>{t('removePerson.waiting', { n: data.waiting })}</span>}
      {data?.reads.map((read) => <span key={read.variableId}>{t('removePerson.read', { variable: read.variable, when: exactTime(read.last) })}</span>)}
      {unreported.length > 0 && <span>{t('removePerson.could', { list: list(unreported) })}</span>}
      {data && data.could.length > 0 && <span className={text.strong}>{t('removePerson.todo')}</span>}
      {data && data.readOnly.length > 0 && <MessageBar intent="warning" layout="multiline"><MessageBarBody>{t('removePerson.readOnly', { list: list(data.readOnly) })}</MessageBarBody></MessageBar>}
    </Sheet>
  );
}
