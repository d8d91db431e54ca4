export type Opened = { kind: 'credential' | 'text' | 'secret' | 'connection'; id: string; name: string; sub: string };

let opened: Opened[] = [];

/** Remembers a thing for the empty command palette; gone with the next lock. */
export function noteOpened(thing: Opened): void {
  opened = [thing, ...opened.filter((one) => one.id !== thing.id)].slice(0, 5);
}

export const lastOpened = (): readonly Opened[] => opened;
export const forgetOpened = (): void => { opened = []; };
