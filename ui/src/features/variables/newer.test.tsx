import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { keys, type AzureEditRequest, type CredentialEditRequest, type CredentialView, type VariableMarks, type VariableView } from '../../api';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { details, credentials } from '../../testing/data';
import { findings, open } from '../../testing/open';
import { variableHandlers } from '../../testing/variables';

const refused = (...fields: string[]) => ({ code: 'changedMeanwhile', message: 'It was changed meanwhile. The newest change came from Bob.', hint: 'Look at it.', fields: fields.map((field) => ({ field, message: 'Changed.' })), retryAfterSeconds: null, refusal: null, blockedBy: [] });
const value = (id: string) => screen.getByTestId<HTMLInputElement>(id).value;
const first = { displayName: 'n1', value: 'v1' };

/** A variable that Bob changes while its form is open; saved alone over what is there. */
function shared(id: string, bobs: Partial<VariableView> & { marks: VariableMarks }) {
  const old = variableHandlers().variable_get({ id });
  const state = { now: old };
  const save = (seen: VariableMarks, touched: (keyof VariableMarks)[], more: Partial<VariableView>) => {
    const stale = touched.filter((field) => seen[field] !== state.now.marks[field]);
    if (stale.length > 0) throw refused(...stale);
    state.now = { ...state.now, ...more };
    return state.now;
  };
  const touched = (name: unknown, held: unknown) => [...(name === null ? [] : ['displayName' as const]), ...(held === null ? [] : ['value' as const])];
  const handlers = {
    variable_get: () => state.now,
    variable_set_text: ({ displayName, value: text, seen }: Record<string, unknown>) => save(seen as VariableMarks, touched(displayName, text), { ...(displayName !== null && { displayName: String(displayName) }), ...(text !== null && { text: String(text) }) }),
    variable_set_device: ({ displayName, value: held, seen }: Record<string, unknown>) => save(seen as VariableMarks, touched(displayName, held), {}),
    variable_set_azure: ({ request }: Record<string, unknown>) => { const { displayName, place, seen } = request as AzureEditRequest; return { outcome: 'saved', variable: save(seen, touched(displayName, place), {}) }; },
  };
  return { handlers, change: () => { state.now = { ...state.now, ...bobs }; } };
}

it('keeps a typed secret when Bob changed it, and saves over his only when asked to', async () => {
  const { handlers, change } = shared('x3', { marks: { displayName: 'n1', value: 'v2' } });
  const { user, asked } = open('#/variables?id=x3', handlers);
  await user.type(await screen.findByTestId(ids.variables.value), 'typed by Ada');
  await user.type(screen.getByTestId(ids.variables.repeat), 'typed by Ada');
  change();
  await user.click(screen.getByTestId(ids.variables.save));
  const bar = await screen.findByTestId(partIds.newer.bar);
  await waitFor(() => expect(bar.textContent).toMatch(/from Bob.*still here.*another one is stored now/));
  expect([value(ids.variables.value), value(ids.variables.repeat)]).toEqual(['typed by Ada', 'typed by Ada']);
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.newer.over));
  await screen.findByText('Expense kiosk password saved.');
  expect(asked('variable_set_device').map((one) => one['seen'])).toEqual([first, { displayName: 'n1', value: 'v2' }]);
});

it('shows what Bob made of a text, takes it, and keeps what was typed beside it', async () => {
  const { handlers, change } = shared('x1', { text: 'by Bob', marks: { displayName: 'n1', value: 'v2' } });
  const { user, asked } = open('#/variables?id=x1', handlers);
  await user.type(await screen.findByTestId(ids.variables.displayName), ' 2');
  await user.type(screen.getByTestId(ids.variables.value), ' by Ada');
  change();
  await user.click(screen.getByTestId(ids.variables.save));
  await waitFor(() => expect(screen.getByTestId(partIds.newer.bar).textContent).toContain('by Bob'));
  expect(value(ids.variables.value)).toBe('svc-invoice@contoso.com by Ada');
  await user.click(screen.getByTestId(partIds.newer.take));
  expect([value(ids.variables.value), value(ids.variables.displayName)]).toEqual(['by Bob', 'Invoice portal user 2']);
  expect(screen.queryByTestId(partIds.newer.bar)).toBeNull();
  await user.click(screen.getByTestId(ids.variables.save));
  await screen.findByText('Invoice portal user 2 saved.');
  expect(asked('variable_set_text').at(-1)).toMatchObject({ displayName: 'Invoice portal user 2', value: null });
});

it('follows what comes until somebody types', async () => {
  const { handlers, change } = shared('x1', { text: 'by Bob', marks: { displayName: 'n1', value: 'v2' } });
  const { user, asked, client } = open('#/variables?id=x1', handlers);
  await screen.findByTestId(ids.variables.value);
  change();
  await client.invalidateQueries({ queryKey: keys.variable });
  await waitFor(() => expect(value(ids.variables.value)).toBe('by Bob'));
  await user.type(screen.getByTestId(ids.variables.value), ' and Ada');
  await user.click(screen.getByTestId(ids.variables.save));
  await screen.findByText('Invoice portal user saved.');
  expect(asked('variable_set_text')).toMatchObject([{ value: 'by Bob and Ada', seen: { value: 'v2' } }]);
});

it('is based on what it showed also after a lock', async () => {
  let kept: string | null = null;
  const { handlers, change } = shared('x1', { displayName: 'By Bob', text: 'by Bob', marks: { displayName: 'n2', value: 'v2' } });
  const drafts = { draft_set: ({ form, json }: Record<string, unknown>) => { if (form === 'variable') kept = String(json); return null; }, draft_get: ({ form }: Record<string, unknown>) => (form === 'variable' ? kept : null) };
  const { user, asked, go } = open('#/variables?id=x1', { ...handlers, ...drafts });
  await user.type(await screen.findByTestId(ids.variables.value), ' by Ada');
  await waitFor(() => expect(kept).toContain('by Ada'));
  go({ state: 'locked', lockedAt: new Date().toISOString(), lockedWhy: 'idle' });
  await screen.findByTestId(ids.unlock.card);
  change();
  go({ state: 'unlocked' });
  await waitFor(() => expect(value(ids.variables.value)).toBe('svc-invoice@contoso.com by Ada'));
  await user.click(screen.getByTestId(ids.variables.save));
  await screen.findByTestId(partIds.newer.bar);
  expect(asked('variable_set_text')).toMatchObject([{ displayName: null, seen: first }]);
});

it('asks before it saves where a secret of Azure is over where Bob put it', async () => {
  const { handlers, change } = shared('x2', { marks: { displayName: 'n2', value: 'v2' }, displayName: 'By Bob' });
  const { user, asked } = open('#/variables?id=x2', handlers);
  await user.type(await screen.findByTestId(ids.newVariable.secret), '-2');
  change();
  await user.click(screen.getByTestId(ids.variables.save));
  const go = await screen.findByTestId(partIds.affected.go);
  await waitFor(() => expect(go.getAttribute('aria-disabled')).not.toBe('true'));
  await user.click(go);
  await waitFor(() => expect(screen.getByTestId(partIds.newer.over).getAttribute('aria-disabled')).not.toBe('true'));
  expect(value(ids.newVariable.secret)).toBe('sap-payroll-robot-2');
  await user.click(screen.getByTestId(partIds.newer.over));
  await screen.findByText('By Bob saved.');
  expect(asked('variable_set_azure').map((one) => one['request'])).toMatchObject([{ displayName: null, seen: first }, { displayName: null, seen: { displayName: 'n1', value: 'v2' } }]);
});

it('shows what Bob made of a credential, and keeps the rest', async () => {
  const row = credentials.find((one) => one.id === 'c1') ?? credentials[0];
  if (!row) throw new Error('no credential');
  let now: CredentialView = details(row);
  const edit = ({ request }: Record<string, unknown>) => {
    const { description, seen } = request as CredentialEditRequest;
    if (description !== null && seen.description !== now.marks.description) throw refused('description');
    return now;
  };
  const { user, asked } = open(`#/credentials?id=${row.id}&edit=1`, { credential_get: () => now, credential_edit: edit });
  await user.type(await screen.findByTestId(ids.edit.description), ' by Ada');
  now = { ...now, description: 'by Bob', marks: { ...now.marks, description: 'd2' } };
  await user.click(screen.getByTestId(ids.edit.save));
  await waitFor(() => expect(screen.getByTestId(partIds.newer.bar).textContent).toContain('by Bob'));
  expect(value(ids.edit.description)).toContain(' by Ada');
  expect(await findings()).toEqual([]);
  await user.click(screen.getByTestId(partIds.newer.over));
  await waitFor(() => expect(screen.queryByTestId(ids.edit.save)).toBeNull());
  expect(asked('credential_edit').map((one) => (one['request'] as CredentialEditRequest).seen.description)).toEqual(['d1', 'd2']);
});
