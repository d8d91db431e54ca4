import { Button, Field, Input, MessageBar, MessageBarBody, mergeClasses, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { asUiError, unwrap, type TeamView } from '../../api';
import { teamCommands } from '../../api/bindings.team';
import { WideDialog } from '../../components/sharing/WideDialog';
import { t } from '../../strings';
import { partIds } from '../../testIds.parts';
import { useText } from '../../theme';
import { LocationFields } from './LocationFields';
import { emptyPlace, emptySignIn, isWhole, locationOf, signInOf, type Place, type SignInDraft } from './place';
import { SafetyCode } from './SafetyCode';
import { SignInFields } from './SignInFields';

type Props = { joining: boolean; onClose: () => void; onDone: (team: TeamView) => void };

/** A new team, or joining one by an invitation. The location is tested before either. */
export function TeamDialog({ joining, onClose, onDone }: Props) {
  const text = useText();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState<Place>(emptyPlace);
  const [signIn, setSignIn] = useState<SignInDraft>(emptySignIn);
  const [problem, setProblem] = useState<unknown>(null);
  const read = useMutation({ mutationFn: () => unwrap(teamCommands.invitationRead(typed.trim())), onSuccess: (found) => { test.reset(); setPlace({ ...emptyPlace, ...found.location }); } });
  const location = joining && read.data && place.kind !== 'folder' ? read.data.location : locationOf(place);
  const test = useMutation({ gcTime: 0, mutationFn: () => unwrap(teamCommands.teamLocationTest(location, signInOf(place.kind, signIn))) });
  const make = useMutation({ mutationFn: () => unwrap(joining ? teamCommands.teamJoin(typed.trim(), location) : teamCommands.teamCreate({ name, location })), onSuccess: onDone });
  const changed = () => { test.reset(); make.reset(); setProblem(null); };
  const whole = isWhole(place, signIn, joining);
  const found = read.data;
  const known = !joining || (found !== undefined && !found.member);
  const ready = known && test.data?.good === true && (joining || name.trim() !== '') && !make.isPending;
  const shown = make.error ?? test.error ?? read.error ?? problem;
  const go = () => { if (ready) make.mutate(); };
  const footer = (
    <>
      <span className={mergeClasses(text.small, text.muted, text.grow)} role="status">{test.isPending ? t('team.testing') : test.data?.good ? t('team.good') : test.data ? '' : known ? t('team.testFirst') : ''}</span>
      <Button onClick={onClose}>{t('action.cancel')}</Button>
      {known && <Button disabledFocusable={test.isPending || !whole} title={whole ? undefined : t('team.fill')} onClick={() => { if (whole) test.mutate(); }} data-testid={partIds.people.test}>{t('team.test')}</Button>}
      <Button appearance="primary" disabledFocusable={!ready} onClick={go} data-testid={partIds.people.go}>{t(joining ? 'team.join' : 'team.make')}</Button>
    </>
  );
  return (
    <WideDialog title={t(joining ? 'people.join' : 'people.newTeam')} footer={footer} onClose={onClose} onSave={go} testId={partIds.people.teamDialog}>
      {shown ? <MessageBar intent="error" layout="multiline"><MessageBarBody>{asUiError(shown).message} {asUiError(shown).hint}</MessageBarBody></MessageBar> : null}
      {test.data?.good === false && <MessageBar intent="error" layout="multiline" data-testid={partIds.people.refused}><MessageBarBody>{test.data.problem} {test.data.hint}</MessageBarBody></MessageBar>}
      {joining
        ? <Field label={t('team.invitation')} hint={t('team.paste')}><Textarea rows={4} className={text.mono} value={typed} spellCheck={false} onChange={(_, data) => { setTyped(data.value); read.reset(); test.reset(); }} data-testid={partIds.people.paste} /></Field>
        : <Field label={t('team.name')} required><Input value={name} spellCheck={false} autoComplete="off" onChange={(_, data) => setName(data.value)} data-testid={partIds.people.name} /></Field>}
      {joining && !found && <div><Button disabledFocusable={typed.trim() === '' || read.isPending} onClick={() => { if (typed.trim() !== '') read.mutate(); }} data-testid={partIds.people.invitation}>{t('team.read')}</Button></div>}
      {found && <MessageBar intent={found.member ? 'warning' : 'info'} layout="multiline"><MessageBarBody>{found.member ? t('team.member') : t('team.from', { place: found.location.path })}</MessageBarBody></MessageBar>}
      {found && !found.member && <SafetyCode words={found.inviterCode} label={t('team.inviterCode')} />}
      {known && <LocationFields place={place} joining={joining} onChange={(next) => { changed(); setPlace(next); }} onError={setProblem} />}
      {known && <SignInFields kind={place.kind} draft={signIn} onChange={(next) => { changed(); setSignIn(next); }} />}
    </WideDialog>
  );
}
