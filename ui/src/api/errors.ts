import type { Result, UiError } from './bindings';

/** What Rust refused, as an exception that says which code it was. */
export class ApiError extends Error {
  readonly ui: UiError;
  constructor(ui: UiError) {
    super(ui.message);
    this.name = 'ApiError';
    this.ui = ui;
  }
}

/** The data of an answer, or its error thrown. */
export async function unwrap<T>(answer: Promise<Result<T, UiError>>): Promise<T> {
  const result = await answer;
  if (result.status === 'error') throw typeof result.error === 'object' ? new ApiError(result.error) : new Error(String(result.error));
  return result.data;
}

/** Any thrown thing as an error that can be shown; a stranger gets the code "internal". */
export function asUiError(error: unknown): UiError {
  if (error instanceof ApiError) return error.ui;
  return { code: 'internal', message: 'Something unexpected happened.', hint: 'Try again.', fields: [], retryAfterSeconds: null, refusal: null, blockedBy: [] };
}

/** The problem of one field of a form. */
export function fieldProblem(error: unknown, field: string): string | undefined {
  return error ? asUiError(error).fields.find((problem) => problem.field === field)?.message : undefined;
}
