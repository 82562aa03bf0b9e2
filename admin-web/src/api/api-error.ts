/** What the server says went wrong, in words for people; `network` when there was no answer at all. */
export class ApiError extends Error {
  readonly code: string;
  /** The HTTP status; 0 without an answer. */
  readonly status: number;
  /** What is wrong with which input, by field name. */
  readonly fields: Record<string, string>;
  /** Names the error in the server's log. */
  readonly reference: string | undefined;

  constructor(
    message: string,
    { code, status, fields = {}, reference }: Pick<ApiError, 'code' | 'status'> & Partial<ApiError>,
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.fields = fields;
    this.reference = reference;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads `{ error: { code, message, fields?, reference? } }`; a proxy's HTML page or an empty body gets plain words. */
export function parseApiError(status: number, body: unknown): ApiError {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const fields = isObject(error.fields)
    ? Object.fromEntries(Object.entries(error.fields).map(([name, text]) => [name, String(text)]))
    : {};
  const message =
    typeof error.message === 'string' && error.message
      ? error.message
      : status >= 500
        ? 'Clianta has a problem. Try again in a moment.'
        : `The request was refused (${status}).`;
  return new ApiError(message, {
    code: typeof error.code === 'string' ? error.code : 'internal',
    status,
    fields,
    reference: typeof error.reference === 'string' ? error.reference : undefined,
  });
}

/** Any failure as an ApiError, so that screens show one shape. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('Something went wrong on this page. Reload it and try again.', {
    code: 'internal',
    status: 0,
  });
}
