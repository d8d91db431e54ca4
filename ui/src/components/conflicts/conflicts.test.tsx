import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { findings, open } from '../../testing/open';

const compare = async () => {
  const page = open('#/credentials?id=c2');
  await page.user.click(await screen.findByTestId(partIds.conflict.compare));
  return { ...page, dialog: await screen.findByTestId(partIds.conflict.dialog) };
};

describe('two versions of a field', () => {
  it('marks the row, and shows each version with who wrote it, beside the others', async () => {
    const { dialog } = await compare();
    expect(screen.getByTestId(ids.table.row('c2')).textContent).toContain('Conflict');
    expect(screen.getByTestId(ids.table.row('c1')).textContent).not.toContain('Conflict');
    const first = within(dialog).getByTestId(partIds.conflict.version('12-b'));
    expect(first.textContent).toMatch(/Tomás Herrera.*Counts now.*last working day/);
    expect(within(dialog).getByTestId(partIds.conflict.version('11-a')).textContent).toMatch(/Maya Lindqvist \(you\).*Empty/);
    expect(await findings()).toEqual([]);
  });

  it('shows a secret as dots until Reveal, one at a time', async () => {
    const { user, asked } = await compare();
    expect(document.body.textContent).not.toContain('canary-version');
    await user.click(screen.getByTestId(partIds.conflict.reveal('13-a')));
    await waitFor(() => expect(screen.getByTestId(partIds.conflict.version('13-a')).textContent).toContain('canary-version'));
    expect(asked('conflict_reveal')).toEqual([{ variableId: 'v2', version: '13-a' }]);
    expect(screen.getByTestId(partIds.conflict.version('14-b')).textContent).not.toContain('canary-version');
    await user.click(screen.getByTestId(partIds.conflict.reveal('13-a')));
    await waitFor(() => expect(document.body.textContent).not.toContain('canary-version'));
  });

  it('changes nothing before Save, then takes what was chosen alone', async () => {
    const { user, asked } = await compare();
    await user.click(screen.getByTestId(partIds.conflict.save));
    await user.click(screen.getByTestId(partIds.conflict.keep('11-a')));
    expect(asked('conflict_choose')).toEqual([]);
    await user.click(screen.getByTestId(partIds.conflict.save));
    await waitFor(() => expect(asked('conflict_choose')).toEqual([{ place: { kind: 'credential', id: 'c2', field: 'description' }, version: '11-a', among: 'set-1' }]));
    await waitFor(() => expect(screen.queryByTestId(partIds.conflict.dialog)).toBeNull());
    await waitFor(() => expect(screen.getByTestId(partIds.conflict.bar).textContent).toContain('value'));
  });

  it('chooses among what was shown alone: with another version the choice is made anew', async () => {
    const version = (id: string, by: string) => ({ id, by, you: false, at: new Date().toISOString(), text: `by ${by}`, locations: null, canReveal: false });
    const conflict = (among: string, ...versions: ReturnType<typeof version>[]) => ({ place: { kind: 'credential', id: 'c2', field: 'description' as const }, name: 'SAP month-end close', mayChoose: true, among, versions });
    const [bob, ada, cleo] = [version('12-b', 'Bob'), version('11-a', 'Ada'), version('13-c', 'Cleo')];
    let now = conflict('two', bob, ada);
    const refused = { code: 'changedMeanwhile', message: 'It was changed at the same moment.', hint: 'Look at it.', fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [] };
    const { user, asked } = open('#/credentials?id=c2', { conflict_list: () => [now], conflict_choose: ({ among }) => { if (among !== now.among) throw refused; return null; } });
    await user.click(await screen.findByTestId(partIds.conflict.compare));
    await user.click(await screen.findByTestId(partIds.conflict.keep('11-a')));
    now = conflict('three', cleo, bob, ada);
    await user.click(screen.getByTestId(partIds.conflict.save));
    expect((await screen.findByTestId(partIds.conflict.version('13-c'))).textContent).toContain('by Cleo');
    expect(screen.getByTestId(partIds.conflict.dialog).textContent).toMatch(/changed at the same moment.*Nothing changes until you save/);
    await user.click(screen.getByTestId(partIds.conflict.save));
    expect(asked('conflict_choose').map((one) => one['among'])).toEqual(['two']);
    await user.click(screen.getByTestId(partIds.conflict.keep('11-a')));
    await user.click(screen.getByTestId(partIds.conflict.save));
    await waitFor(() => expect(asked('conflict_choose').at(-1)).toMatchObject({ version: '11-a', among: 'three' }));
    await waitFor(() => expect(screen.queryByTestId(partIds.conflict.dialog)).toBeNull());
  });

  it('lets nobody choose who is no Co-owner, and says who can', async () => {
    const { user } = open('#/credentials?id=c2', { conflict_list: () => [{ place: { kind: 'credential', id: 'c2', field: 'locations' }, name: 'SAP month-end close', mayChoose: false, among: 'x', versions: [{ id: '2-b', by: null, you: false, at: new Date().toISOString(), text: null, locations: ['network'], canReveal: false }, { id: '1-a', by: null, you: true, at: new Date().toISOString(), text: null, locations: ['connection'], canReveal: false }] }] });
    await user.click(await screen.findByTestId(partIds.conflict.compare));
    const dialog = await screen.findByTestId(partIds.conflict.dialog);
    expect(dialog.textContent).toMatch(/A former member.*Network.*You,.*Connection.*Only a Co-owner chooses/);
    expect(screen.queryByTestId(partIds.conflict.save)).toBeNull();
    expect(screen.queryByTestId(partIds.conflict.keep('2-b'))).toBeNull();
    expect(await findings()).toEqual([]);
  });
});

it('lists what is shared with one, and what one shares', async () => {
  const { user } = open('#/credentials');
  await user.click(await screen.findByTestId(ids.credentials.filter('sharedWithMe')));
  await waitFor(() => expect(screen.queryByTestId(ids.table.row('c1'))).toBeNull());
  expect(screen.getByTestId(ids.table.row('c6'))).toBeTruthy();
  await user.click(screen.getByTestId(ids.credentials.filter('sharedByMe')));
  await waitFor(() => expect(screen.getByTestId(ids.table.row('c1'))).toBeTruthy());
  expect(screen.queryByTestId(ids.table.row('c6'))).toBeNull();
});
