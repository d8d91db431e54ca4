import { ApiError } from '../api';
import { useDraft } from './useDraft';

/** What a form was filled with, the marks of that, and what was typed since. */
type Based<D, M> = { now: D; from: D; seen: M; touched: boolean };

const put = <T extends object>(into: T, from: T, fields: readonly string[]): T => ({ ...into, ...Object.fromEntries(fields.map((field) => [field, from[field as keyof T]])) });
const same = <D,>(draft: D) => draft;

/** A form over something that others may change meanwhile. Until somebody types it follows what is there; from then on it keeps what it showed, also through a lock, and `seen` goes with what is saved. `kept` leaves values out of the draft. */
export function useBased<D extends object, M extends { [K in keyof D]: string }>(name: string, of: string, start: D, marks: M, kept: (draft: D) => D = same) {
  const current: Based<D, M> = { now: start, from: start, seen: marks, touched: false };
  const draft = useDraft(name, of, current, (based) => ({ ...based, now: kept(based.now), from: kept(based.from) }));
  const based = draft.form?.touched ? draft.form : current;
  return {
    ready: draft.form !== null, now: based.now, from: based.from, seen: based.seen,
    dirty: JSON.stringify(based.now) !== JSON.stringify(based.from),
    change: (now: D) => draft.change({ ...based, now, touched: true }),
    /** Which of these fields are here as they are now, and not as the form showed them. */
    newer: (fields: readonly string[]) => fields.filter((field) => field in marks && marks[field as keyof D] !== based.seen[field as keyof D]),
    /** Gives up what was typed into these fields for what is there now. */
    take: (fields: readonly string[]) => draft.change({ now: put(based.now, start, fields), from: put(based.from, start, fields), seen: put(based.seen, marks, fields), touched: true }),
    /** The marks with which these fields are saved over what is there now. */
    over: (fields: readonly string[]) => put(based.seen, marks, fields),
    done: () => { draft.change(current); draft.clear(); },
    clear: draft.clear,
  };
}

/** Whether somebody else changed what was to be saved, and which fields of it. */
export const isChanged = (error: unknown) => error instanceof ApiError && error.ui.code === 'changedMeanwhile' && error.ui.fields.length > 0;
