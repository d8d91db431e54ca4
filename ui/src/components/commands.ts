/** What a key asks of whatever page is open. The shell listens to keys; pages answer. */
export type PageCommand = 'find' | 'new' | 'edit' | 'delete' | 'copyPassword' | 'copyUserName' | 'reveal' | 'escape' | 'whereUsed' | 'share';

const listeners = new Map<PageCommand, Set<() => void>>();

/** Answers a command while mounted; returns how to stop. */
export function onCommand(command: PageCommand, run: () => void): () => void {
  const set = listeners.get(command) ?? new Set();
  listeners.set(command, set.add(run));
  return () => { set.delete(run); };
}

/** Runs the newest answer to a command; false when nothing on the page answers. */
export function sendCommand(command: PageCommand): boolean {
  const run = [...(listeners.get(command) ?? [])].at(-1);
  run?.();
  return run !== undefined;
}
