import { Button, Field, Input, MessageBar, MessageBarBody, mergeClasses, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, unwrap, type TeamLocation, type TeamView } from '../../api';
import { teamCommands } from '../../api/bindings.team.gen';
import { WideDialog } from '../../components/sharing/WideDialog';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { emptyLocation, LocationFields } from './LocationFields';
import { SafetyCode } from './SafetyCode';

type Props = { joining: boolean; onClose: () => void; onDone: (team: TeamView) => void };

/** A new team, or joining one by an invitation. The location is tested before either. */
export function TeamDialog({ joining, onClose, onDone }: Props) {
  const text = useText();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const [location, setLocation] = useState<TeamLocation>(emptyLocation);
  const [problem, setProblem] = useState<unknown>(null);
  const read = useMutation({ mutationFn: () => unwrap(teamCommands.invitationRead(typed.trim())), onSuccess: (found) => { test.reset(); setLocation(found.location); } });
  const test = useMutation({ mutationFn: () => unwrap(teamCommands.teamLocationTest(location)) });
  const make = useMutation({ mutationFn: () => unwrap(joining ? teamCommands.teamJoin(typed.trim(), location) : teamCommands.teamCreate({ name, location })), onSuccess: onDone });
  const change = (next: TeamLocation) => { test.reset(); make.reset(); setProblem(null); setLocation(next); };
  const found = read.data;
  const known = !joining || (found !== undefined && !found.member);
  const ready = known && test.data?.good === true && (joining || name.trim() !== '') && !make.isPending;
  const shown = make.error ?? test.error ?? read.error ?? problem;
  const go = () => { if (ready) make.mutate(); };
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted, text.grow)} role="status">{test.isPending ? t('team.testing') : test.data?.good ? t('team.good') : test.data ? test.data.problem : known ? t('team.testFirst') : ''}</span>
      <Button onClick={onClose}>{t('action.cancel')}</Button>
      {known && <Button disabledFocusable={test.isPending} onClick={() => test.mutate()} data-testid={partIds.people.test}>{t('team.test')}</Button>}
      <Button appearance="primary" disabledFocusable={!ready} onClick={go} data-testid={partIds.people.go}>{t(joining ? 'team.join' : 'team.make')}</Button>
    </>
  );
  return (
    <WideDialog title={t(joining ? 'people.join' : 'people.newTeam')} footer={footer} onClose={onClose} onSave={go} testId={partIds.people.teamDialog}>
      {shown ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(shown).message} {asUiError(shown).hint}</MessageBarBody></MessageBar> : null}
      {joining
        ? <Field label={t('team.invitation')} hint={t('team.paste')}><Textarea rows={4} className={text.mono} value={typed} spellCheck={false} onChange={(_, data) => { setTyped(data.value); read.reset(); test.reset(); }} data-testid={partIds.people.paste} /></Field>
        : <Field label={t('team.name')} required><Input value={name} spellCheck={false} autoComplete="off" onChange={(_, data) => setName(data.value)} data-testid={partIds.people.name} /></Field>}
      {joining && !found && <div><Button disabledFocusable={typed.trim() === '' || read.isPending} onClick={() => { if (typed.trim() !== '') read.mutate(); }} data-testid={partIds.people.invitation}>{t('team.read')}</Button></div>}
      {found && <MessageBar intent={found.member ? 'warning' : 'info'} layout="multiline"><MessageBarBody>{found.member ? t('team.member') : t('team.from', { place: found.location.path })}</MessageBarBody></MessageBar>}
      {found && !found.member && <SafetyCode words={found.inviterCode} label={t('team.inviterCode')} />}
      {known && <LocationFields location={location} onChange={change} onError={setProblem} />}
    </WideDialog>
  );
}
