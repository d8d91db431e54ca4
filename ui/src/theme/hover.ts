/** Surfaces under the pointer: variables that each theme sets. */
export const hover = { subtle: 'var(--hoverSubtle)', one: 'var(--hover1)', two: 'var(--hover2)', three: 'var(--hover3)' } as const;
