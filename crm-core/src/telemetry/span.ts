import { AsyncLocalStorage } from 'node:async_hooks';

/** What is traced; a closed list, so that nothing else is by accident. */
export type SpanKind = 'turn' | 'tool' | 'model' | 'job' | 'vendor';

/** Words of the code, numbers and ids. Nothing that somebody has written, and no address. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** A span that is under way. */
export interface OpenSpan {
  note(facts: SpanFacts): void;
  end(error?: unknown): void;
}

/** Who makes spans: there is one where a collector is named. */
export interface Tracing {
  /** @param turnId - a trace of its own, which is the same in every process */
  begin(kind: SpanKind, name: string, parent: OpenSpan | undefined, turnId?: string): OpenSpan;
}

const around = new AsyncLocalStorage<OpenSpan>();
let tracing: Tracing | undefined;

/** @param next - undefined: nothing is traced any more */
export function traceBy(next: Tracing | undefined): void {
  tracing = next;
}

const NO_SPAN: OpenSpan = { note: () => {}, end: () => {} };

/**
 * Does something, and traces that it is done where traces are wanted: what it is, how long it took, how it ended.
 *
 * @param turnId - begins the part of the turn's trace that is in this process
 */
export async function inSpan<T>(
  kind: SpanKind,
  name: string,
  work: (span: OpenSpan) => Promise<T>,
  { turnId, ...facts }: SpanFacts & { turnId?: string | undefined } = {},
): Promise<T> {
  if (!tracing) return work(NO_SPAN);
  const span = tracing.begin(kind, name, around.getStore(), turnId);
  span.note(facts);
  try {
    const result = await around.run(span, () => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
