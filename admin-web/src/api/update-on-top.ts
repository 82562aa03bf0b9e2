import { ApiError, asApiError } from './api-error.ts';

type Versioned = { id: string; version: number };
type Patch = Readonly<Record<string, unknown>>;

interface Records<R> {
  get(id: string, signal?: AbortSignal, deleted?: 'all'): Promise<R>;
  update(id: string, patch: object, ifMatch?: number): Promise<R>;
}

/** What is changed was changed by somebody else since it was read. */
export class ChangedMeanwhileError<R> extends ApiError {
  /** The record as it is now. */
  readonly now: R;

  constructor(now: R, message: string) {
    super(message, { code: 'conflict', status: 409 });
    this.name = 'ChangedMeanwhileError';
    this.now = now;
  }
}

/**
 * Changes fields of a record as it was read. When others were changed meanwhile, the change goes in on top of that.
 *
 * @throws ChangedMeanwhileError when one of the same fields was changed, ApiError for every other refusal
 */
export async function updateOnTop<R extends Versioned>(
  records: Records<R>,
  base: R,
  patch: Patch,
): Promise<R> {
  try {
    return await records.update(base.id, patch, base.version);
  } catch (cause) {
    const error = asApiError(cause);
    if (error.status !== 409) throw cause;
    const now = await records.get(base.id, undefined, 'all');
    // refused for another reason than its version: a value that is taken
    if (now.version === base.version) throw cause;
    if (!isUntouched(patch, base, now)) throw new ChangedMeanwhileError(now, error.message);
    return records.update(base.id, patch, now.version);
  }
}

const isUntouched = (patch: Patch, before: object, now: object): boolean =>
  Object.keys(patch).every(
    (name) => JSON.stringify(fieldOf(before, name)) === JSON.stringify(fieldOf(now, name)),
  );

const fieldOf = (record: object, name: string): unknown =>
  Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : undefined;
