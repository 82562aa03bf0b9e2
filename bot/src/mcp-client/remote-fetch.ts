import type { Agent } from 'node:http';
import { request } from 'node:https';
import { Readable, Transform } from 'node:stream';
import { UpstreamError } from '@clianta/crm-core/errors';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** The most of one answer that is read. */
const MOST_BYTES = 100 * 1024;
/** Statuses that come without a body. */
const EMPTY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * `fetch` for addresses that people have typed: over https, never to private addresses, whatever a name says today; without
 * redirects; and no more of an answer than 100 KB.
 *
 * @param agent - what opens connections; a test passes its own, to reach a server on this machine. There is no setting for it.
 */
export function remoteFetch(agent: Agent = new RequestFilteringHttpsAgent()): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
    return new Promise((resolve, reject) => {
      const call = request(
        asked.url,
        {
          method: asked.method,
          agent,
          headers: { ...Object.fromEntries(asked.headers), ...(body && { 'content-length': body.length }) },
          signal: asked.signal,
        },
        (response) => {
          const { statusCode: status = 502, headers } = response;
          const given = new Headers(
            Object.entries(headers).flatMap(
              ([name, value]): Array<[string, string]> =>
                value === undefined ? [] : [[name, String(value)]],
            ),
          );
          if (EMPTY.has(status)) response.resume();
          const limited = EMPTY.has(status) ? null : Readable.toWeb(response.pipe(atMost(MOST_BYTES)));
          resolve(new Response(limited as ReadableStream | null, { status, headers: given }));
        },
      );
      call.once('error', (error) => reject(new UpstreamError(`It cannot be reached: ${error.message}`)));
      call.end(body);
    });
  };
}

function atMost(bytes: number): Transform {
  let read = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length;
      if (read > bytes) done(new UpstreamError(`Its answer is longer than ${bytes / 1024} KB.`));
      else done(null, chunk);
    },
  });
}
