export { commands, events } from './bindings.gen';
export type * from './bindings.gen';
export { ApiError, asUiError, fieldProblem, unwrap } from './errors';
export { followEvents } from './events';
export { usePagedList } from './usePagedList';
export * from './queries';
export { useRustEvent } from './hooks';
export { useSettings } from './useSettings';
export { newId } from './newId';
