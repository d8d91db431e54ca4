import type { Result, UiError } from './bindings.gen';

/** What Rust refused, as an exception that says which code it was. */
export class ApiError extends Error {
  readonly ui: UiError;
  constructor(ui: UiError) {
    super(ui.what);
    this.name = 'ApiError';
    this.ui = ui;
  }
}

/** The data of an answer, or its error thrown. */
export async function unwrap<T>(answer: Promise<Result<T, UiError>>): Promise<T> {
  const result = await answer;
  if (result.status === 'error') throw new ApiError(result.error);
  return result.data;
}

/** Any thrown thing as an error that can be shown; a stranger gets the code "unexpected". */
export function asUiError(error: unknown): UiError {
  if (error instanceof ApiError) return error.ui;
  return { code: 'unexpected', what: 'Something unexpected happened.', next: 'Try again.', field: null, waitSeconds: null };
}
