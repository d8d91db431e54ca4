// What the unlock card and every page need. Commands of single parts are imported from their own files, so that they come with those parts.
export { answered } from './answered';
export { commands, events } from './bindings';
export type * from './bindings';
export { ApiError, asUiError, fieldProblem, unwrap } from './errors';
export { followEvents } from './events';
export { usePagedList } from './usePagedList';
export * from './queries';
export { useRustEvent } from './hooks';
export { useSettings } from './useSettings';
export { newId } from './newId';
