import type { Agent } from 'node:http';
import { request } from 'node:https';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';

const LIMIT_MS = 15_000;
const MOST_ANSWER = 1_024;

export interface WireAnswer {
  /** HTTP; undefined: there was none. */
  status?: number;
  /** What was answered, its beginning; or why there was no answer. */
  answer: string;
  retryAfterMs?: number;
}

/** Posts bytes to an address. Redirects are not followed, and private addresses not connected to, whatever a name says today. */
export interface WebhookWire {
  post(url: string, body: Buffer, headers: Record<string, string>): Promise<WireAnswer>;
}

/**
 * @param agent - what opens connections; a test passes its own, to reach a server on this machine. There is no setting for it.
 */
export function webhookWire(
  agent: Agent = new RequestFilteringHttpsAgent(),
  { limitMs = LIMIT_MS }: { limitMs?: number } = {},
): WebhookWire {
  return {
    post: (url, body, headers) =>
      new Promise((resolve) => {
        const failed = (error: Error) => resolve({ answer: error.message.slice(0, MOST_ANSWER) });
        const call = request(
          url,
          {
            method: 'POST',
            agent,
            headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
            signal: AbortSignal.timeout(limitMs),
          },
          (response) => {
            let answer = '';
            const done = () => {
              const wait = Number(response.headers['retry-after']);
              resolve({
                ...(response.statusCode !== undefined && { status: response.statusCode }),
                answer: answer.slice(0, MOST_ANSWER),
                ...(wait > 0 && { retryAfterMs: wait * 1_000 }),
              });
            };
            response.setEncoding('utf8');
            response.on('data', (text: string) => {
              answer += text;
              // what is longer is not read
              if (answer.length <= MOST_ANSWER) return;
              done();
              response.destroy();
            });
            response.once('end', done);
            response.once('error', failed);
          },
        );
        call.once('error', failed);
        call.end(body);
      }),
  };
}
