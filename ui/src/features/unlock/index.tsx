import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { commands, keys, unwrap, type SessionView } from '../../api';
import type { ArriveForm } from './Arrive';
import type { FirstRunForm } from './FirstRun';
import { UnlockCard } from './UnlockCard';

// What most people never see is fetched when it is wanted.
const AskSecret = lazy(() => import('./AskSecret').then((m) => ({ default: m.AskSecret })));
const Finish = lazy(() => import('./Finish').then((m) => ({ default: m.Finish })));
const FirstRun = lazy(() => import('./FirstRun').then((m) => ({ default: m.FirstRun })));
const KeepCode = lazy(() => import('./KeepCode').then((m) => ({ default: m.KeepCode })));
const OpenOther = lazy(() => import('./OpenOther').then((m) => ({ default: m.OpenOther })));
const UseCode = lazy(() => import('./UseCode').then((m) => ({ default: m.UseCode })));

type View = { name: 'start' } | { name: 'open' } | { name: 'useCode' } | { name: 'secret'; password: string; silent: string | null } | { name: 'keep' | 'finish'; groups: string[] };

const empty: FirstRunForm = { name: '', person: '', mail: '', password: '', repeat: '' };

const nothing: ArriveForm = { name: '', file: null, code: '', password: '', repeat: '' };

/** Everything before the lock opens. `hold` keeps it on the screen although the workspace is open already. */
export default function Unlock(props: Props) {
  return <Suspense fallback={null}><Views {...props} /></Suspense>;
}

type Props = { state: SessionView; hold: (on: boolean) => void };

function Views({ state, hold }: Props) {
  const client = useQueryClient();
  const [view, setView] = useState<View>({ name: 'start' });
  const [form, setForm] = useState(empty);
  const [arrival, setArrival] = useState<{ on: boolean; form: ArriveForm }>({ on: false, form: nothing });
  // What was typed of the device secret; it stays when a step back is taken.
  const [groups, setGroups] = useState('');
  const [lost, setLost] = useState(false);
  const start = () => setView({ name: 'start' });
  const opened = (next: SessionView) => { start(); setForm(empty); setGroups(''); setArrival({ on: false, form: nothing }); client.setQueryData(keys.session, next); };

  const useCode = () => setView({ name: 'useCode' });

  if (view.name === 'open') return <OpenOther state={state} onBack={start} onOpened={opened} />;
  if (view.name === 'useCode') return <UseCode hold={hold} onBack={start} onCode={(code) => setView({ name: 'keep', groups: code })} />;
  if (view.name === 'secret') return <AskSecret state={state} silent={view.silent} typed={view.password} groups={groups} onGroups={setGroups} onBack={start} onOpened={opened} onRecovery={useCode} />;
  if (view.name === 'finish') return <Finish groups={view.groups} program={state.syncedBy} password={arrival.on ? arrival.form.password : form.password} onBack={(gone) => { setLost(gone); start(); }} onOpened={opened} />;
  if (view.name === 'keep') return <KeepCode groups={view.groups} first={false} onDone={async () => { opened(await unwrap(commands.sessionStatus())); hold(false); }} />;
  if (state.state === 'none') return <FirstRun lost={lost} form={form} onForm={setForm} arrival={arrival} onArrival={setArrival} onOpen={() => setView({ name: 'open' })} onReady={(code) => { setLost(false); setView({ name: 'finish', groups: code }); }} />;
  return <UnlockCard key={state.lockedAt ?? 'start'} state={state} onOpened={opened} onRecovery={useCode} onAnother={() => setView({ name: 'open' })} onMissing={(password, silent) => setView({ name: 'secret', password, silent })} />;
}
