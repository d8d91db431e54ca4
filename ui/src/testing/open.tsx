import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { App, makeClient } from '../app/App';
import { startFake, type Handler, type Lists } from './fake';

type More = { state?: Parameters<typeof startFake>[0]; lists?: Lists; pace?: number };

/** The whole window over the fake, at an address. */
export function open(at: string, answers: Record<string, Handler> = {}, { state = {}, lists = {}, pace = 0 }: More = {}) {
  window.location.hash = at;
  const fake = startFake(state, answers, lists, pace);
  const client = makeClient();
  const page = render(<App client={client} />);
  const asked = (command: string) => fake.calls.filter((one) => one.command === command).map((one) => one.args);
  return { ...fake, ...page, client, asked, user: userEvent.setup({ delay: null }) };
}

/** What an automated accessibility check finds. Contrast is measured where colours are drawn, not here. */
export async function findings(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);
}

/** Answers of a list that is empty, and that never comes. */
export const empty: Handler = () => ({ rows: [], next: null, total: 0, totalIsExact: true });
export const never: Handler = () => new Promise(() => undefined);
