import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ids } from '../../testIds';
import { open } from '../../testing/open';

type Opened = ReturnType<typeof open>;
const value = (id: string) => screen.getByTestId<HTMLInputElement>(id).value;

async function toValues({ user }: Opened) {
  await user.type(await screen.findByTestId(ids.wizard.name), 'Kiosk');
  await user.click(screen.getByTestId(ids.wizard.next));
  await user.click(await screen.findByTestId(ids.wizard.location('network')));
  await user.click(screen.getByTestId(ids.wizard.store('thisDevice')));
  await user.click(screen.getByTestId(ids.wizard.next));
  await screen.findByTestId(ids.wizard.newPassword);
}

it('C18: a click on a visited step returns to it with what was typed, and a later one is no button', async () => {
  const w = open('#/new-credential');
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'Kiosk');
  expect(screen.queryByTestId(ids.wizard.step('location'))).toBeNull();
  await w.user.click(screen.getByTestId(ids.wizard.next));
  await w.user.click(await screen.findByTestId(ids.wizard.location('network')));
  await w.user.click(screen.getByTestId(ids.wizard.step('name')));
  await waitFor(() => expect(value(ids.wizard.name)).toBe('Kiosk'));
  await w.user.click(screen.getByTestId(ids.wizard.step('location')));
  expect((await screen.findByTestId<HTMLInputElement>(ids.wizard.location('network'))).checked).toBe(true);
  expect(screen.queryByTestId(ids.wizard.step('values'))).toBeNull();
});

it('C18: Esc asks; keeping leaves what was typed, discarding leaves nothing', async () => {
  const w = open('#/new-credential');
  await w.user.type(await screen.findByTestId(ids.wizard.name), 'Kiosk');
  await w.user.keyboard('{Escape}');
  await w.user.click(await screen.findByTestId(ids.confirm.no));
  await waitFor(() => expect(screen.queryByTestId(ids.confirm.dialog)).toBeNull());
  expect(value(ids.wizard.name)).toBe('Kiosk');
  await w.user.click(screen.getByTestId(ids.wizard.name));
  await w.user.keyboard('{Escape}');
  await w.user.click(await screen.findByTestId(ids.confirm.yes));
  await waitFor(() => expect(screen.queryByTestId(ids.wizard.name)).toBeNull());
  await waitFor(() => expect(w.asked('draft_clear')).toHaveLength(1));
});

it('C7: a name edited by hand is left alone until the suggested one is asked for', async () => {
  const w = open('#/new-credential');
  await toValues(w);
  await w.user.click(screen.getByTestId(ids.wizard.newPassword));
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), 'Kiosk');
  await waitFor(() => expect(value(ids.newVariable.name)).toBe('contoso_Kiosk'));
  expect(screen.queryByText('Use the suggested name')).toBeNull();
  await w.user.clear(screen.getByTestId(ids.newVariable.name));
  await w.user.type(screen.getByTestId(ids.newVariable.name), 'by_hand');
  const before = w.asked('variable_suggest_name').length;
  await w.user.type(screen.getByTestId(ids.newVariable.displayName), ' door');
  expect(value(ids.newVariable.displayName)).toBe('Kiosk door');
  expect(value(ids.newVariable.name)).toBe('by_hand');
  expect(w.asked('variable_suggest_name')).toHaveLength(before);
  await w.user.click(screen.getByText('Use the suggested name'));
  await waitFor(() => expect(value(ids.newVariable.name)).toBe('contoso_KioskDoor'));
});

it('C8 and C10: the user name says its forms, the password how strong it is', async () => {
  const w = open('#/new-credential');
  await toValues(w);
  const help = 'Local user: name. Domain user: DOMAIN\\name or name@domain.com.';
  expect(screen.getAllByText(help)).toHaveLength(1);
  await w.user.click(screen.getByTestId(ids.wizard.newUserName));
  expect(await screen.findAllByText(help)).toHaveLength(2);
  await w.user.click(screen.getByTestId(ids.newVariable.close));
  await w.user.click(screen.getByTestId(ids.wizard.newPassword));
  const meter = () => screen.getByRole('meter', { name: 'Strength' });
  expect(meter().getAttribute('aria-valuenow')).toBe('0');
  await w.user.type(screen.getByTestId(ids.newVariable.value), 'short');
  await waitFor(() => expect(meter().getAttribute('aria-valuetext')).toBe('Weak'));
  expect(screen.getByText('Longer is stronger.')).toBeTruthy();
  await w.user.type(screen.getByTestId(ids.newVariable.value), ' and then four more words');
  await waitFor(() => expect(meter().getAttribute('aria-valuetext')).toBe('Very strong'));
  expect(screen.queryByText('Longer is stronger.')).toBeNull();
});
