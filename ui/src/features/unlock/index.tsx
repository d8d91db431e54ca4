import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { commands, keys, unwrap, type SessionView } from '../../api';
import type { ArriveForm } from './Arrive';
import type { FirstRunForm } from './FirstRun';
import { UnlockCard } from './UnlockCard';

// What most people never see is fetched when it is wanted.
const AskSecret = lazy(() => import('./AskSecret').then((m) => ({ default: m.AskSecret })));
const FirstRun = lazy(() => import('./FirstRun').then((m) => ({ default: m.FirstRun })));
const KeepCode = lazy(() => import('./KeepCode').then((m) => ({ default: m.KeepCode })));
const OfferSecret = lazy(() => import('./OfferSecret').then((m) => ({ default: m.OfferSecret })));
const OpenOther = lazy(() => import('./OpenOther').then((m) => ({ default: m.OpenOther })));
const UseCode = lazy(() => import('./UseCode').then((m) => ({ default: m.UseCode })));

type View = { name: 'start' } | { name: 'open' } | { name: 'useCode' } | { name: 'secret'; password: string } | { name: 'offer' } | { name: 'keep'; groups: string[]; first: boolean };

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
  const start = () => setView({ name: 'start' });
  const opened = (next: SessionView) => { start(); setForm(empty); setArrival({ on: false, form: nothing }); client.setQueryData(keys.session, next); };

  if (view.name === 'open') return <OpenOther state={state} onBack={start} onOpened={opened} />;
  if (view.name === 'useCode') return <UseCode hold={hold} onBack={start} onCode={(groups) => setView({ name: 'keep', groups, first: false })} />;
  const create = async () => opened(await unwrap(commands.workspaceCreate()));
  if (view.name === 'secret') return <AskSecret state={state} typed={view.password} onBack={start} onOpened={opened} onRecovery={() => setView({ name: 'useCode' })} />;
  if (view.name === 'offer') return <OfferSecret program={state.syncedBy ?? ''} password={arrival.on ? arrival.form.password : form.password} onDone={create} />;
  if (view.name === 'keep') {
    const back = () => { void commands.workspaceDiscard(); start(); };
    const done = async () => {
      if (view.first && state.syncedBy) setView({ name: 'offer' });
      else if (view.first) await create();
      else { opened(await unwrap(commands.sessionStatus())); hold(false); }
    };
    return <KeepCode groups={view.groups} first={view.first} onBack={view.first ? back : undefined} onDone={done} />;
  }
  if (state.state === 'none') return <FirstRun form={form} onForm={setForm} arrival={arrival} onArrival={setArrival} onOpen={() => setView({ name: 'open' })} onReady={(groups) => setView({ name: 'keep', groups, first: true })} />;
  return <UnlockCard key={state.lockedAt ?? 'start'} state={state} onOpened={opened} onRecovery={() => setView({ name: 'useCode' })} onAnother={() => setView({ name: 'open' })} onMissing={(password) => setView({ name: 'secret', password })} />;
}
