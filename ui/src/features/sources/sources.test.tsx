import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import { App, makeClient } from '../../app/App';
import { ids } from '../../testIds';
import { partIds } from '../../testIds.parts';
import { refuse, startFake, type Handler } from '../../testing/fake';

function open(overrides: Record<string, Handler> = {}) {
  window.location.hash = '#/sources';
  const fake = startFake({}, overrides);
  render(<App client={makeClient()} />);
  return { ...fake, user: userEvent.setup() };
}
const findings = async () => (await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })).violations.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);

it('shows what is scanned and what was skipped, and has no findings', async () => {
  const { user } = open();
  await user.click(await screen.findByTestId(partIds.sources.row('s1')));
  await screen.findByText('Larger than 10 MB');
  expect(await findings()).toEqual([]);
});

it('adds a folder, shows the progress of its scan and what it found', async () => {
  const { user } = open();
  await user.click(await screen.findByTestId(partIds.sources.add));
  await screen.findByTestId(partIds.sources.stop('s4'));
  await waitFor(() => expect(screen.getByTestId(partIds.sources.row('s4')).textContent).toContain('640 files'));
  await screen.findByTestId(partIds.sources.scan('s4'));
});

it('stops a scan, and what was found before stands', async () => {
  const { user, calls } = open({ source_scan: () => null });
  await user.click(await screen.findByTestId(partIds.sources.scan('s1')));
  await waitFor(() => expect(calls.some((one) => one.command === 'source_scan' && one.args['id'] === 's1')).toBe(true));
  await user.click(screen.getByTestId(partIds.sources.add));
  await user.click(await screen.findByTestId(partIds.sources.stop('s4')));
  await screen.findByText('The scan was stopped. What was found before stands.');
});

it('saves ignore rules line by line', async () => {
  const { user, calls } = open();
  await user.click(await screen.findByTestId(partIds.sources.row('s2')));
  await user.type(await screen.findByTestId(partIds.sources.ignore), 'dist/{Enter}{Enter}*.min.js');
  await user.click(screen.getByTestId(partIds.sources.save));
  await waitFor(() => expect(calls.find((one) => one.command === 'source_edit')?.args).toEqual({ id: 's2', request: { name: 'infra', ignore: ['dist/', '*.min.js'], watched: false } }));
});

it('removes a source only after it was asked, and says why when Rust refuses', async () => {
  const { user, calls } = open({ source_remove: () => { throw refuse('file', 'The list of sources could not be written.', { hint: 'Free some space.' }); } });
  await user.click(await screen.findByTestId(partIds.sources.row('s2')));
  await user.click(await screen.findByTestId(partIds.sources.remove('s2')));
  expect(calls.some((one) => one.command === 'source_remove')).toBe(false);
  await user.click(await screen.findByTestId(ids.confirm.yes));
  await screen.findByText('The list of sources could not be written. Free some space.');
});
