import { createStackParser, createTransport, type Event, type StackFrame } from '@sentry/core';
import { nodeStackLineParser, ServerRuntimeClient } from '@sentry/core/server';
import { CliantaError } from '../errors.ts';
import { onLoggedError } from '../logger.ts';
import { VERSION } from '../version.ts';

const SEND_MS = 5_000;
const STOP_MS = 1_000;
/** A fault that repeats itself is known after so many. */
const MOST_A_MINUTE = 30;
const MOST_CAUSES = 3;
const MOST_FRAMES = 50;

/** The names of facts that may be told, each as what it has to look like: ids of the system and words of the code. */
const TAGS: Readonly<Record<string, RegExp>> = {
  reference: /^[0-9a-f]{8}$/,
  turnId: /^[0-9a-f]{24}$/,
  job: /^[a-z][a-z_]{1,60}$/,
  tool: /^[a-z][a-z_]{1,60}$/,
  vendor: /^[a-z][a-z0-9-]{1,40}$/,
};
const CODE = /^[A-Z][A-Z0-9_]{1,40}$/;
const CLASS = /^[A-Za-z_$][\w$]{0,80}$/;
const FUNCTION = /^[\w.$<>#[\] ]{1,120}$/;

/**
 * Reports what is logged as an error. An event is made anew of what is allowed: classes, places in the code, and the sentence
 * of the log as it stands in the code. What an error says itself may quote anybody, and is left out.
 *
 * @returns waits a second for what is under way, and stops
 */
export async function startErrorReports(dsn: string): Promise<() => Promise<void>> {
  const parser = createStackParser(nodeStackLineParser());
  const client = new ServerRuntimeClient({
    dsn,
    release: `clianta@${VERSION}`,
    environment: process.env.NODE_ENV === 'production' ? 'production' : 'development',
    platform: 'node',
    integrations: [],
    stackParser: parser,
    maxBreadcrumbs: 0,
    sendClientReports: false,
    beforeSend: (event) => allowed(event) as typeof event,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await fetch(options.url, {
          method: 'POST',
          body: typeof body === 'string' ? body : Buffer.from(body),
          redirect: 'error',
          signal: AbortSignal.timeout(SEND_MS),
        });
        return {
          statusCode: response.status,
          headers: {
            'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
            'retry-after': response.headers.get('retry-after'),
          },
        };
      }),
  });
  client.init();
  let [minute, count] = [0, 0];
  const stop = onLoggedError(({ message, facts }) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) [minute, count] = [now, 0];
    if (++count > MOST_A_MINUTE) return;
    const values = causesOf(facts.err).map((error, at) => ({
      type: classOf(error),
      ...(at === 0 && { value: message }),
      stacktrace: { frames: framesOf(parser(error.stack ?? '', 1)) },
    }));
    client.captureEvent({
      level: 'error',
      tags: tagsOf(facts),
      // the one that was caught stands last
      ...(values.length > 0 ? { exception: { values: values.reverse() } } : { message }),
    });
  });
  return async () => {
    stop();
    await client.close(STOP_MS);
  };
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let one = error; one instanceof Error && causes.length < MOST_CAUSES; one = one.cause)
    causes.push(one);
  return causes;
}

const classOf = ({ name }: Error) => (CLASS.test(name) ? name : 'Error');

function tagsOf(facts: Readonly<Record<string, unknown>>): Record<string, string> {
  const { err } = facts;
  const code = err instanceof CliantaError ? err.code : (err as { code?: unknown } | undefined)?.code;
  const isCode = err instanceof CliantaError || CODE.test(String(code));
  const named = Object.entries(TAGS).flatMap(([name, form]) => {
    const value = facts[name];
    return typeof value === 'string' && form.test(value) ? [[name, value] as const] : [];
  });
  return { ...Object.fromEntries(named), ...(isCode && { code: String(code) }) };
}

/** Places in the code, without where on the disk it lies. */
function framesOf(frames: readonly StackFrame[]): StackFrame[] {
  return frames.slice(-MOST_FRAMES).map(({ filename = '', function: name = '', lineno, colno }) => ({
    filename: placeOf(filename),
    ...(FUNCTION.test(name) && { function: name }),
    ...(lineno !== undefined && { lineno }),
    ...(colno !== undefined && { colno }),
    in_app: /^(crm-core|agents|jobs|bot|dist)\//.test(placeOf(filename)),
  }));
}

function placeOf(filename: string): string {
  if (filename.startsWith('node:')) return filename;
  const place = /(?:^|\/)((?:node_modules|crm-core|agents|jobs|bot|dist)\/[\w@./+-]+)$/.exec(
    filename.split('?')[0] ?? '',
  );
  return place?.[1]?.replace(/^.*\/(node_modules\/)/, '$1') ?? 'elsewhere';
}

/** Nothing else leaves, whatever the library puts in. */
function allowed({
  event_id,
  timestamp,
  level,
  release,
  environment,
  exception,
  message,
  tags,
}: Event): Event {
  return {
    ...(event_id && { event_id }),
    ...(timestamp && { timestamp }),
    ...(level && { level }),
    ...(release && { release }),
    ...(environment && { environment }),
    ...(exception && { exception }),
    ...(message && { message }),
    ...(tags && { tags }),
    platform: 'node',
  };
}
