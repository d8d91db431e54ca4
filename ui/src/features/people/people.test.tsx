import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { PersonRemovalPlan, TeamView } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';
import { teamHandlers } from '../../testing/team';

it('shows the team, who wants in and whose keys were compared, and has no findings', async () => {
  open('#/people?id=jonas');
  await screen.findByTestId(partIds.people.request('r1'));
  expect((await screen.findByTestId(ids.table.row('noor'))).textContent).toContain('New key waits');
  await screen.findByTestId(partIds.people.match);
  expect(await findings()).toEqual([]);
});

it('lets somebody in only after the question, with their safety code', async () => {
  const { user, asked } = open('#/people');
  await user.click(await screen.findByTestId(partIds.people.letIn));
  const dialog = await screen.findByTestId(ids.confirm.dialog);
  expect(dialog.textContent).toContain('harbor velvet cactus');
  expect(asked('join_approve')).toEqual([]);
  await user.click(within(dialog).getByTestId(ids.confirm.yes));
  await waitFor(() => expect(asked('join_approve')).toEqual([{ teamId: 't1', requestId: 'r1' }]));
  await waitFor(() => expect(screen.queryByTestId(partIds.people.request('r1'))).toBeNull());
});

it('verifies a key only by They match, and shows both codes while a new key waits', async () => {
  const { user, asked } = open('#/people?id=noor');
  await screen.findByText(/came with the mail of Noor H\./);
  expect(await screen.findByRole('list', { name: 'Safety code of Noor H.' })).toBeTruthy();
  await user.click(screen.getByTestId(partIds.people.differ));
  await waitFor(() => expect(asked('person_verify')).toEqual([{ id: 'noor', matches: false }]));
});

it('invites by text and QR, and copies through Rust', async () => {
  const { user, asked } = open('#/people');
  await user.click(await screen.findByTestId(partIds.people.invite));
  const dialog = await screen.findByTestId(partIds.people.inviteDialog);
  expect((await within(dialog).findByTestId<HTMLTextAreaElement>(partIds.people.invitation)).value).toContain('CREDENZA-INVITE');
  expect(within(dialog).getByLabelText('Invitation as a QR code').querySelector('path')?.getAttribute('d')).toContain('h1v1h-1z');
  await user.click(within(dialog).getByTestId(partIds.people.copyInvitation));
  expect(asked('invitation_copy')).toEqual([{ id: 'i1' }]);
  expect(asked('invitation_create')).toHaveLength(1);
  expect(await findings()).toEqual([]);
});

it('makes a team only at a location that was tested, and tests anew after a change', async () => {
  const { user, asked } = open('#/people');
  await user.click(await screen.findByTestId(partIds.people.newTeam));
  await user.type(await screen.findByTestId(partIds.people.name), 'Audit');
  await user.click(screen.getByTestId(partIds.people.choose));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>(partIds.people.field('path')).value).toBe('/mnt/team'));
  await user.click(screen.getByTestId(partIds.people.go));
  expect(asked('team_create')).toEqual([]);
  await user.click(screen.getByTestId(partIds.people.test));
  await screen.findByText('The location answers.');
  await user.type(screen.getByTestId(partIds.people.field('path')), '2');
  await screen.findByText('Test the location first.');
  await user.click(screen.getByTestId(partIds.people.test));
  await screen.findByText('The location answers.');
  await user.click(screen.getByTestId(partIds.people.go));
  await waitFor(() => expect(asked('team_create')).toHaveLength(1));
  await screen.findByTestId(partIds.people.team('t2'));
});

it('reads an invitation before it joins, and refuses one of a team that one is in', async () => {
  const { user, asked } = open('#/people');
  await user.click(await screen.findByTestId(partIds.people.join));
  await user.type(await screen.findByTestId(partIds.people.paste), 'old');
  await user.click(screen.getByTestId(partIds.people.invitation));
  await screen.findByText(/You are in this team already/);
  expect(screen.queryByTestId(partIds.people.test)).toBeNull();
  await user.type(screen.getByTestId(partIds.people.paste), '{Backspace}{Backspace}{Backspace}new');
  await user.click(await screen.findByTestId(partIds.people.invitation));
  await screen.findByText(/The team meets at \/mnt\/treasury/);
  await user.click(screen.getByTestId(partIds.people.test));
  await screen.findByText('The location answers.');
  await user.click(screen.getByTestId(partIds.people.go));
  await waitFor(() => expect(asked('team_join')).toHaveLength(1));
});

it('says what a removal means before it happens', async () => {
  const { user, asked } = open('#/people?id=jonas');
  await user.click(await screen.findByTestId(partIds.people.more));
  await user.click(await screen.findByTestId(partIds.people.remove));
  await screen.findByText(/Reported read: SAP payroll password, last on /);
  await screen.findByText('Could have read, no report: Bank gateway password.');
  expect(asked('person_remove')).toEqual([]);
  await user.click(screen.getByTestId(partIds.people.removeGo));
  await waitFor(() => expect(asked('person_remove')).toEqual([{ id: 'jonas', teamId: 't1' }]));
});

it('counts a read by its variable, whatever that was called then, and not by a name that two have', async () => {
  const plan = { ...(teamHandlers()['person_remove_plan']?.({}) as PersonRemovalPlan), could: [{ id: 'x2', name: 'SAP payroll password' }, { id: 'x5', name: 'Bank gateway password' }] };
  const read = { variableId: 'x2', variable: 'SAP password', person: 'Jonas Weber', times: 1, last: '2026-11-20T08:00:00Z' };
  const { user } = open('#/people?id=jonas', { person_remove_plan: () => ({ ...plan, reads: [read, { ...read, variableId: 'x9', variable: 'Bank gateway password' }] }) });
  await user.click(await screen.findByTestId(partIds.people.more));
  await user.click(await screen.findByTestId(partIds.people.remove));
  await screen.findByText(/Reported read: SAP password, last on /);
  await screen.findByText('Could have read, no report: Bank gateway password.');
});

it('goes on after an alarm only when a person says so', async () => {
  const [team] = teamHandlers()['team_list']?.({}) as TeamView[];
  const { user, asked } = open('#/people', { team_list: () => [{ ...team, alarm: { kind: 'withheld', text: 'Entries are missing.' } }] });
  await screen.findByText('Sharing with Finance Automation is off.');
  expect(await findings()).toEqual([]);
  expect(asked('team_go_on')).toEqual([]);
  await user.click(screen.getByTestId(partIds.people.goOn));
  await waitFor(() => expect(asked('team_go_on')).toEqual([{ id: 't1' }]));
});

it('tests a chosen identity for a cloud before a team is made there, and loses nothing that was typed', async () => {
  let good = false;
  const { user, asked } = open('#/people', { team_location_test: () => (good ? { good, answerMs: 3, problem: null, hint: null } : { good, answerMs: 3, problem: 'The location does not accept this sign-in.', hint: 'Check the key or identity.' }) });
  await user.click(await screen.findByTestId(partIds.people.newTeam));
  await user.type(await screen.findByTestId(partIds.people.name), 'Treasury');
  await user.click(screen.getByTestId(partIds.people.kind('s3')));
  await user.type(screen.getByTestId(partIds.people.field('bucket')), 'team');
  await user.type(screen.getByTestId(partIds.people.field('region')), 'eu-west-1');
  await user.type(screen.getByTestId(partIds.people.field('folder')), '/finance/');
  await user.click(screen.getByTestId(partIds.people.signIn('s3Keys')));
  await user.click(screen.getByTestId(partIds.people.test));
  expect(asked('team_location_test')).toEqual([]);
  await user.type(screen.getByTestId(partIds.people.field('keyId')), 'AKIA');
  await user.type(screen.getByTestId(partIds.people.field('secret')), 'canary-key');
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.people.test));
  expect((await screen.findByTestId(partIds.people.refused)).textContent).toBe('The location does not accept this sign-in. Check the key or identity.');
  const signIn = { kind: 's3Keys', tenant: '', clientId: '', keyId: 'AKIA', profile: '', secret: 'canary-key', keyFile: null };
  const location = { kind: 's3', path: 's3://team/finance?region=eu-west-1' };
  expect(asked('team_location_test')).toEqual([{ location, signIn }]);
  await user.click(screen.getByTestId(partIds.people.go));
  expect(asked('team_create')).toEqual([]);
  await user.click(screen.getByTestId(partIds.people.kind('azureBlob')));
  await user.click(screen.getByTestId(partIds.people.kind('s3')));
  good = true;
  await user.click(screen.getByTestId(partIds.people.test));
  await screen.findByText('The location answers.');
  await user.click(screen.getByTestId(partIds.people.go));
  await waitFor(() => expect(asked('team_create')).toEqual([{ request: { name: 'Treasury', location } }]));
});

it('asks for the own sign-in when an invitation names a cloud', async () => {
  const { user, asked } = open('#/people', { invitation_read: () => ({ inviterCode: 'harbor velvet cactus anthem ripple marble tundra lantern copper orbit'.split(' '), location: { kind: 'azureBlob', path: 'azure://finance/team' }, member: false }) });
  await user.click(await screen.findByTestId(partIds.people.join));
  await user.type(await screen.findByTestId(partIds.people.paste), 'new');
  await user.click(screen.getByTestId(partIds.people.invitation));
  await user.click(await screen.findByTestId(partIds.people.signIn('azureKey')));
  expect(screen.queryByTestId(partIds.people.field('account'))).toBeNull();
  await user.type(screen.getByTestId(partIds.people.field('secret')), 'canary-key');
  await user.click(screen.getByTestId(partIds.people.test));
  await screen.findByText('The location answers.');
  await user.click(screen.getByTestId(partIds.people.go));
  await waitFor(() => expect(asked('team_join')).toEqual([{ text: 'new', location: { kind: 'azureBlob', path: 'azure://finance/team' } }]));
});
