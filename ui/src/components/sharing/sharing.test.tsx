import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ShareResult } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';

async function share(overrides: Parameters<typeof open>[1] = {}, id = 'c1') {
  const all = open(`#/credentials?id=${id}`, overrides);
  await screen.findByTestId(ids.table.row(id));
  await all.user.click(screen.getByTestId(ids.credentials.share));
  return { ...all, dialog: await screen.findByTestId(partIds.share.dialog) };
}
type User = Awaited<ReturnType<typeof share>>['user'];
async function add(user: User, name: string, id: string) {
  await user.type(screen.getByTestId(partIds.share.add), name);
  await user.click(await screen.findByTestId(partIds.share.person(id)));
}

describe('the share dialog', () => {
  it('shows who has access first, what comes along and what they will read; nothing changes before Save', async () => {
    const { user, asked, dialog } = await share();
    await within(dialog).findByText('Maya Lindqvist (you)');
    await add(user, 'lena', 'lena');
    await within(dialog).findByText(/Only the reference is shared. Lena Fischer needs their own right to read sap-payroll-robot in kv-fin-prod/);
    expect(screen.getByTestId(partIds.share.variable('x2')).textContent).toContain('Rights in the vault not known yet');
    expect(dialog.textContent).toContain('1 person and 2 variables. Nothing changes until you save.');
    expect(await findings()).toEqual([]);
    expect(asked('share_save')).toEqual([]);
    await user.click(screen.getByTestId(partIds.share.save));
    await waitFor(() => expect(asked('share_save')).toEqual([{ request: { credentialIds: ['c1'], recipients: [{ kind: 'person', id: 'lena' }], role: 'view' } }]));
    await waitFor(() => expect(screen.queryByTestId(partIds.share.dialog)).toBeNull());
  });

  it('does not save while nobody is added', async () => {
    const { user, asked } = await share();
    await user.click(screen.getByTestId(partIds.share.save));
    expect(asked('share_save')).toEqual([]);
  });

  it('says one sentence for each role, and leaves out Co-owner with the reason', async () => {
    const { user } = await share({}, 'c5');
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>(partIds.share.add).disabled).toBe(false));
    await user.click(screen.getByTestId(partIds.share.role));
    const item = await screen.findByTestId(partIds.share.roleItem('viewAndShare'));
    expect(item.textContent).toContain("May use and share the credential; can't edit or delete it.");
    expect(screen.queryByTestId(partIds.share.roleItem('coOwner'))).toBeNull();
    await screen.findByText('Only a Co-owner can name another Co-owner.');
  });

  it('does not let a person be chosen whose key has changed, and says why', async () => {
    const { user, asked, dialog } = await share();
    await within(dialog).findByText('Maya Lindqvist (you)');
    await user.type(screen.getByTestId(partIds.share.add), 'noor');
    const option = await screen.findByTestId(partIds.share.person('noor'));
    expect(option.textContent).toContain("Noor Haddad's key has changed.");
    await user.click(option);
    expect(asked('share_plan').every((one) => (one['request'] as { recipients: unknown[] }).recipients.length === 0)).toBe(true);
  });

  it('shows a result for each person, stays open when one failed, and tries that one again', async () => {
    let round = 0;
    const answer = (): ShareResult[] => { round += 1; return round === 1 ? [{ recipientId: 'lena', name: 'Lena Fischer', credential: 'SAP payroll robot', outcome: 'shared', reason: null }, { recipientId: 'daniel', name: 'Daniel Cho', credential: 'SAP payroll robot', outcome: 'failed', reason: 'The location did not answer.' }] : [{ recipientId: 'daniel', name: 'Daniel Cho', credential: 'SAP payroll robot', outcome: 'shared', reason: null }]; };
    const { user, asked, dialog } = await share({ share_save: answer });
    await within(dialog).findByText('Maya Lindqvist (you)');
    await add(user, 'lena', 'lena');
    await add(user, 'daniel', 'daniel');
    await waitFor(() => expect(screen.getByTestId(partIds.share.variable('x2')).textContent).toContain("Daniel Cho can't read it in the vault"));
    await user.click(screen.getByTestId(partIds.share.save));
    expect((await screen.findByTestId(partIds.share.result('daniel'))).textContent).toContain('Failed. The location did not answer.');
    await user.click(screen.getByTestId(partIds.share.save));
    await waitFor(() => expect(asked('share_save')).toHaveLength(2));
    expect((asked('share_save')[1]?.['request'] as { recipients: unknown }).recipients).toEqual([{ kind: 'person', id: 'daniel' }]);
    await waitFor(() => expect(screen.queryByTestId(partIds.share.dialog)).toBeNull());
  });

  it('does not open for a credential that may not be shared, says why, and still shows who has access', async () => {
    const { user, asked } = open('#/credentials?id=c6');
    const button = await screen.findByTestId(ids.details.share);
    expect(button.title).toBe('You may use this credential, but not share it.');
    for (const id of [ids.details.share, ids.details.edit, ids.credentials.share, ids.credentials.edit, ids.credentials.delete]) {
      expect(screen.getByTestId(id).getAttribute('aria-disabled')).toBe('true');
      await user.click(screen.getByTestId(id));
    }
    expect(screen.queryByTestId(partIds.share.dialog)).toBeNull();
    expect(screen.queryByTestId(ids.edit.name)).toBeNull();
    expect(screen.queryByTestId(ids.remove.sheet)).toBeNull();
    expect(screen.getByText('Shared with you in Finance Automation')).toBeTruthy();
    await user.click(await screen.findByTestId(ids.details.manage));
    await within(await screen.findByTestId(partIds.access.dialog)).findByText('Jonas Weber');
    expect(asked('share_save')).toEqual([]);
  });

  it('says in the dialog why a person may not share, and offers nothing to add', async () => {
    const mayNot = { role: 'view', canShare: false, roles: [], reason: 'You may use this credential, but not share it.' };
    const { dialog } = await share({ access_get: () => ({ credentialId: 'c1', name: 'SAP payroll robot', teamId: 't1', people: [], mine: mayNot, rekeyPending: true, readOnly: false, offline: true }) });
    await within(dialog).findByText('You may use this credential, but not share it.');
    expect(dialog.textContent).toContain('Waiting for a Co-owner to re-key');
    expect(dialog.textContent).toContain("The team's location was not reached.");
    expect(screen.queryByTestId(partIds.share.add)).toBeNull();
  });

  it('keeps a share for a mail that nobody has, and stays to say what it waits for', async () => {
    const { user, asked, dialog } = await share();
    await within(dialog).findByText('Maya Lindqvist (you)');
    await user.type(screen.getByTestId(partIds.share.add), 'new@contoso.com');
    const option = await screen.findByTestId(partIds.share.person('new@contoso.com'));
    expect(option.textContent).toContain('Invite new@contoso.com');
    await user.click(option);
    await waitFor(() => expect(screen.getByTestId(partIds.share.save).getAttribute('aria-disabled')).not.toBe('true'));
    await user.click(screen.getByTestId(partIds.share.save));
    expect((await screen.findByTestId(partIds.share.result('new@contoso.com'))).textContent).toContain('Waiting for their key. Invite them under People and teams.');
    expect((asked('share_save')[0]?.['request'] as { recipients: unknown }).recipients).toEqual([{ kind: 'invite', id: 'new@contoso.com' }]);
    expect(screen.getByTestId(partIds.share.save).textContent).toBe('Save');
    await user.click(screen.getByTestId(partIds.share.cancel));
    await waitFor(() => expect(screen.queryByTestId(partIds.share.dialog)).toBeNull());
  });

  it('asks before it forgets who was chosen', async () => {
    const { user, dialog } = await share();
    await within(dialog).findByText('Maya Lindqvist (you)');
    await add(user, 'lena', 'lena');
    await user.click(screen.getByTestId(partIds.share.cancel));
    await user.click(await screen.findByTestId(ids.confirm.no));
    expect(screen.getByTestId(partIds.share.dialog).textContent).toContain('Lena Fischer');
  });
});

describe('manage access', () => {
  async function manage() {
    const all = await share();
    await all.user.click(await screen.findByTestId(partIds.share.manage));
    const dialog = await screen.findByTestId(partIds.access.dialog);
    await within(dialog).findByText('Jonas Weber');
    return { ...all, dialog };
  }
  const remove = async (user: User, id: string) => { await user.click(screen.getByTestId(partIds.access.role(id))); await user.click(await screen.findByTestId(partIds.share.roleItem('remove'))); };

  it('keeps the variables unless they are chosen, keeps one that is needed, and names what was read', async () => {
    const { user, asked, dialog } = await manage();
    await remove(user, 'g-jonas');
    await within(dialog).findByText('The variables stay shared.');
    await within(dialog).findByText(/Kept: SAP month-end close needs it and is shared with Jonas Weber/);
    expect(dialog.textContent).toMatch(/Jonas Weber reported to have read SAP payroll password 3 times, last on .*\./);
    expect(dialog.textContent).toContain('Jonas Weber can still read SAP payroll password, also after a rotation.');
    expect(within(dialog).getByTestId<HTMLInputElement>(partIds.access.also('v9')).disabled).toBe(true);
    expect(within(dialog).getByTestId<HTMLInputElement>(partIds.access.also('x2')).checked).toBe(false);
    expect((await within(dialog).findByTestId(partIds.access.stops)).textContent).toMatch(/ here use it\. Whatever Jonas Weber runs with it stops; what that is, is not known here\./);
    expect(await findings()).toEqual([]);
    await user.click(within(dialog).getByTestId(partIds.access.also('x2')));
    expect(dialog.textContent).toContain('Saving opens a rotation to-do for SAP payroll password.');
    expect(dialog.textContent).not.toContain('can still read SAP payroll password');
    expect(dialog.textContent).toContain('1 person will lose access. Nothing changes until you save.');
    expect(asked('access_save')).toEqual([]);
    await user.click(screen.getByTestId(partIds.access.save));
    await waitFor(() => expect(asked('access_save')).toEqual([{ credentialId: 'c1', changes: [{ kind: 'remove', grantId: 'g-jonas', variableIds: ['x2'] }] }]));
  });

  it('takes variables back from everyone too, and names who reported a read', async () => {
    const everyone = { id: 'everyone', person: null, everyone: 'Finance Automation', mail: null, role: 'view', since: new Date(0).toISOString(), by: null, pending: false, canChange: true, roles: ['coOwner', 'view', 'viewAndShare'], reason: null };
    const { user, asked } = await share({ access_get: () => ({ credentialId: 'c1', name: 'SAP payroll robot', teamId: 't1', people: [everyone], mine: { role: 'coOwner', canShare: true, roles: [], reason: null }, rekeyPending: false, readOnly: false, offline: false }) });
    await user.click(await screen.findByTestId(partIds.share.manage));
    const dialog = await screen.findByTestId(partIds.access.dialog);
    await within(dialog).findByTestId(partIds.access.role('everyone'));
    await remove(user, 'everyone');
    await within(dialog).findByText(/Jonas Weber reported to have read SAP payroll password 3 times/);
    expect(dialog.textContent).toContain('Whoever else had it could have read it. No other read was reported.');
    expect(await findings()).toEqual([]);
    await user.click(within(dialog).getByTestId(partIds.access.also('x2')));
    await user.click(screen.getByTestId(partIds.access.save));
    await waitFor(() => expect(asked('access_save')).toEqual([{ credentialId: 'c1', changes: [{ kind: 'remove', grantId: 'everyone', variableIds: ['x2'] }] }]));
  });

  it('says of each value whether a read was reported, never that it was not read', async () => {
    const { user, dialog } = await manage();
    await remove(user, 'g-priya');
    await within(dialog).findByText('Priya Raman could have read SAP payroll password. No read was reported.');
    expect(dialog.textContent).not.toMatch(/not read/);
  });

  it('takes a removal back, and a role that is as before is no change', async () => {
    const { user, asked } = await manage();
    await remove(user, 'g-jonas');
    await user.click(await screen.findByTestId(partIds.access.keep('g-jonas')));
    await user.click(screen.getByTestId(partIds.access.role('g-priya')));
    await user.click(await screen.findByTestId(partIds.share.roleItem('viewAndShare')));
    expect(screen.getByTestId(partIds.access.row('g-priya')).textContent).toContain('Will be User (can view and share) on save');
    await user.click(screen.getByTestId(partIds.access.role('g-priya')));
    await user.click(await screen.findByTestId(partIds.share.roleItem('view')));
    await user.click(screen.getByTestId(partIds.access.save));
    expect(asked('access_save')).toEqual([]);
  });

  it('marks everyone, and asks before it forgets that', async () => {
    const { user, asked } = await manage();
    await user.click(screen.getByTestId(partIds.access.stopAll));
    await screen.findByText('4 people will lose access. Nothing changes until you save.');
    await user.click(screen.getByTestId(partIds.access.cancel));
    await user.click(await screen.findByTestId(ids.confirm.yes));
    await waitFor(() => expect(screen.queryByTestId(partIds.access.dialog)).toBeNull());
    expect(asked('access_save')).toEqual([]);
  });
});
