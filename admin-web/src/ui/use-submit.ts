import { type FormEvent, useCallback, useState } from 'react';
import { type ApiError, asApiError } from '../api/api-error.ts';

export interface Submit {
  isBusy: boolean;
  error: ApiError | undefined;
  /** Does the work; what goes wrong is kept in `error`. @returns what went wrong, or undefined */
  run: (work: () => Promise<void>) => Promise<ApiError | undefined>;
}

/** What every button that writes needs: whether it is at it, and what the server had against it. */
export function useSubmit(): Submit {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const run = useCallback<Submit['run']>(async (work) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await work();
      return undefined;
    } catch (cause) {
      const problem = asApiError(cause);
      setError(problem);
      return problem;
    } finally {
      setIsBusy(false);
    }
  }, []);
  return { isBusy, error, run };
}

/** The sentence for people, with the reference by which the error is found in the server's log. */
export function problemText({ message, reference }: Pick<ApiError, 'message' | 'reference'>): string {
  return reference ? `${message} Reference ${reference}.` : message;
}

export interface Form<V> extends Pick<Submit, 'isBusy'> {
  values: V;
  setValues: (values: V) => void;
  /** Value, error and change of one field, for its control. */
  field: <N extends keyof V & string>(
    name: N,
  ) => { value: V[N]; error: string | undefined; onValue: (value: V[N]) => void };
  /** What is wrong and is not said at a field. */
  problem: string | undefined;
  onSubmit: (event: FormEvent) => Promise<void>;
}

/** A form: its values, what is wrong with which of them, and the sending. */
export function useForm<V extends object>(
  initial: V | (() => V),
  send: (values: V) => Promise<void>,
): Form<V> {
  const [values, setValues] = useState(initial);
  const { isBusy, error, run } = useSubmit();
  const isSaidAtFields = error && isOnlyOf(error, values);
  return {
    values,
    setValues,
    isBusy,
    problem: error && !isSaidAtFields ? problemText(error) : undefined,
    field: (name) => ({
      value: values[name],
      error: error?.fields[name],
      onValue: (value) => setValues((all) => ({ ...all, [name]: value })),
    }),
    onSubmit: async (event) => {
      event.preventDefault();
      await run(() => send(values));
    },
  };
}

/** Whether every complaint has a field of the form to stand at. */
function isOnlyOf({ fields }: ApiError, values: object): boolean {
  const names = Object.keys(fields);
  return names.length > 0 && names.every((name) => Object.hasOwn(values, name));
}
