import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands, keys, unwrap, type SessionView } from '../../api';
import { FirstRun, type FirstRunForm } from './FirstRun';
import { KeepCode } from './KeepCode';
import { OpenOther } from './OpenOther';
import { UnlockCard } from './UnlockCard';
import { UseCode } from './UseCode';

type View = { name: 'start' } | { name: 'open' } | { name: 'useCode' } | { name: 'keep'; groups: string[]; first: boolean };

const empty: FirstRunForm = { name: '', person: '', password: '', repeat: '' };

/** Everything before the lock opens. `hold` keeps it on the screen although the workspace is open already. */
export default function Unlock({ state, hold }: { state: SessionView; hold: (on: boolean) => void }) {
  const client = useQueryClient();
  const [view, setView] = useState<View>({ name: 'start' });
  const [form, setForm] = useState(empty);
  const start = () => setView({ name: 'start' });
  const opened = (next: SessionView) => { start(); setForm(empty); client.setQueryData(keys.session, next); };

  if (view.name === 'open') return <OpenOther state={state} onBack={start} onOpened={opened} />;
  if (view.name === 'useCode') return <UseCode hold={hold} onBack={start} onCode={(groups) => setView({ name: 'keep', groups, first: false })} />;
  if (view.name === 'keep') {
    const back = () => { void commands.workspaceDiscard(); start(); };
    const done = async () => {
      if (view.first) opened(await unwrap(commands.workspaceCreate()));
      else { opened(await unwrap(commands.sessionStatus())); hold(false); }
    };
    return <KeepCode groups={view.groups} first={view.first} onBack={view.first ? back : undefined} onDone={done} />;
  }
  if (state.state === 'none') return <FirstRun form={form} onForm={setForm} onOpen={() => setView({ name: 'open' })} onReady={(groups) => setView({ name: 'keep', groups, first: true })} />;
  return <UnlockCard key={state.lockedAt ?? 'start'} state={state} onOpened={opened} onRecovery={() => setView({ name: 'useCode' })} onAnother={() => setView({ name: 'open' })} />;
}
