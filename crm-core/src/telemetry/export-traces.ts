import { createHash } from 'node:crypto';
import { ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { CliantaError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { type OpenSpan, type SpanFacts, traceBy } from './span.ts';

const STOP_MS = 2_000;
const CLASS = /^[A-Za-z_$][\w$]{0,80}$/;

/** The same in every process, so that what a turn leads to elsewhere joins it. */
export const traceIdOf = (turnId: string): string =>
  createHash('sha256').update(turnId).digest('hex').slice(0, 32);

/** Random ids, but for a trace that has one. */
class TurnIds implements IdGenerator {
  next: string | undefined;
  readonly #random = new RandomIdGenerator();
  generateTraceId = (): string => this.next ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.#random.generateSpanId();
}

class Exported implements OpenSpan {
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }

  note(facts: SpanFacts): void {
    for (const [name, value] of Object.entries(facts))
      if (value !== undefined) this.span.setAttribute(`clianta.${name}`, value);
  }

  end(error?: unknown): void {
    if (error !== undefined) {
      const name = error instanceof Error && CLASS.test(error.name) ? error.name : 'Error';
      this.span.setAttribute('error.type', error instanceof CliantaError ? error.code : name);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

/**
 * Sends spans to a collector. They are our own alone: no library is patched, and nothing is registered for others.
 *
 * @returns sends what is left, and stops
 */
export async function exportTraces(endpoint: string, service: string): Promise<() => Promise<void>> {
  const ids = new TurnIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    // what the machine and its environment are called is nobody's business
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': VERSION }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
      }),
    ],
  });
  const tracer = provider.getTracer('clianta', VERSION);
  traceBy({
    begin(kind, name, parent, turnId) {
      const outer = parent instanceof Exported ? parent.span : undefined;
      const own = turnId === undefined ? undefined : traceIdOf(turnId);
      const isOwn = own !== undefined && own !== outer?.spanContext().traceId;
      const isChild = outer !== undefined && !isOwn;
      ids.next = isOwn ? own : undefined;
      const span = tracer.startSpan(
        `${kind} ${name}`,
        // what it was begun by stays known where it has a trace of its own
        {
          attributes: { 'clianta.kind': kind },
          ...(isOwn && outer && { links: [{ context: outer.spanContext() }] }),
        },
        isChild ? trace.setSpan(ROOT_CONTEXT, outer) : ROOT_CONTEXT,
      );
      ids.next = undefined;
      return new Exported(span);
    },
  });
  return async () => {
    traceBy(undefined);
    const patience = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref());
    await Promise.race([provider.shutdown().catch(() => {}), patience]);
  };
}
