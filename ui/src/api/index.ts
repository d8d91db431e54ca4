export { commands, events } from './bindings.gen';
export type * from './bindings.gen';
export { ApiError, asUiError, unwrap } from './errors';
export { followEvents } from './events';
export * from './queries';
export { useEventState, useRustEvent } from './hooks';
