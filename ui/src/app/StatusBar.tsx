import { Button, mergeClasses, useAnnounce } from '@fluentui/react-components';
import { Clipboard16Regular, HardDrive16Regular, LockClosed16Regular } from '@fluentui/react-icons';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { commands, events, settingsQuery, unwrap, useRustEvent, type ClipboardEventView } from '../api';
import { useGo } from '../components/address';
import { size, t } from '../strings';
import { ids } from '../testIds';
import { useText } from '../theme';
import { useShellStyles } from './Shell.styles';

const TeamStatus = lazy(() => import('./TeamStatus'));

/** Lock rule, teams, sources, free space and, while something is on the clipboard, its line. */
export function StatusBar() {
  const s = useShellStyles();
  const text = useText();
  return (
    <footer className={s.status} data-region="status" tabIndex={-1}>
      <LockRule /><Suspense fallback={null}><TeamStatus /></Suspense><Space /><span className={text.grow} /><ClipboardLine />
    </footer>
  );
}

function LockRule() {
  const s = useShellStyles();
  const go = useGo();
  const { announce } = useAnnounce();
  const { data } = useQuery(settingsQuery);
  const [left, setLeft] = useState<number | null>(null);
  useRustEvent(events.lockSoon, ({ seconds }) => {
    if (seconds !== null && left === null) announce(t('lock.soonSpoken'), { alert: true });
    setLeft(seconds);
  });
  if (!data) return null;
  const rule = data.lockAfterMinutes ? t('lock.rule', { n: data.lockAfterMinutes }) : t('lock.never');
  return (
    <button type="button" className={mergeClasses(s.item, left !== null && s.soon)} onClick={() => go('/settings')} data-testid={ids.status.lock}>
      <LockClosed16Regular aria-hidden />{left === null ? rule : t('lock.soon', { s: left })}
    </button>
  );
}

/** Space is gone slowly; a look once a minute is enough. */
const lookAgain = 60_000;
const littleSpace = 1_000_000_000;
const freeQuery = queryOptions({ queryKey: ['space'], queryFn: () => unwrap(commands.spaceFree()), refetchInterval: lookAgain });

function Space() {
  const s = useShellStyles();
  const go = useGo();
  const { data } = useQuery(freeQuery);
  if (data === undefined || data === null) return null;
  return (
    <button type="button" className={mergeClasses(s.item, data < littleSpace && s.soon)} onClick={() => go('/settings')} data-testid={ids.status.space}>
      <HardDrive16Regular aria-hidden />{t('space.free', { space: size(data) })}
    </button>
  );
}

const announced = { cleared: 'copy.cleared', replaced: 'copy.replaced', failed: 'copy.failed' } as const;

function words(clip: ClipboardEventView, left: number): string {
  return clip.state === 'copied' ? t('copy.done', { field: clip.what ?? '', s: left }) : t(announced[clip.state]);
}

/** What Rust has put on the clipboard, counted down; text that holds no value just says so. */
function ClipboardLine() {
  const s = useShellStyles();
  const text = useText();
  const { announce } = useAnnounce();
  const [clip, setClip] = useState<ClipboardEventView | null>(null);
  const [left, setLeft] = useState(0);
  useRustEvent(events.clipboardChanged, (state) => {
    setClip(state);
    setLeft(state.state === 'copied' ? (state.clearsInSeconds ?? 0) : 5);
    const spoken = state.state === 'copied' ? t('copy.doneSpoken', { field: state.what ?? '', s: state.clearsInSeconds ?? 0 }) : words(state, 0);
    announce(spoken, state.state === 'failed' ? { alert: true } : { polite: true });
  });
  useEffect(() => {
    if (!clip) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [clip]);
  const gone = clip && left === 0 && clip.state !== 'copied' && clip.state !== 'failed';
  if (!clip || gone) return null;
  return (
    <span className={s.line} data-testid={ids.status.clipboard}>
      <Clipboard16Regular aria-hidden /><span className={mergeClasses(text.cut, text.num)}>{words(clip, left)}</span>
      {clip.state === 'copied' && <Button size="small" appearance="transparent" className={s.clear} onClick={() => void commands.clipboardClear()} data-testid={ids.status.clearNow}>{t('copy.clearNow')}</Button>}
    </span>
  );
}
