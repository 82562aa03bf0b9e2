import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import { defineAction } from './action.ts';
import { outsideUrl } from './outside-url.ts';

const MOST_KEPT = 4_096;

export const httpRequest = defineAction({
  name: 'http_request',
  input: z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
    url: outsideUrl,
    body: z.string().max(20_000).optional(),
    /** Under this name later steps have the answer. */
    keepAs: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9_]{0,30}$/)
      .optional(),
  }),
  effect: 'outside',
  repeats: 'at_least_once',
  words: ({ method, url }) => `send ${method} to ${new URL(url).host}`,
  async run({ method, url, body, keepAs }, { request, effectId, fill, signal }) {
    const answer = await request({
      method,
      url,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': effectId,
      },
      ...(body && method !== 'GET' && { body: fill(body) }),
      signal,
    });
    const { host } = new URL(url);
    if (answer.status >= 300) throw new UpstreamError(`${host} answered ${answer.status}.`);
    return {
      told: `${host} answered ${answer.status}`,
      ...(keepAs && { output: { name: keepAs, value: answer.body.slice(0, MOST_KEPT) } }),
    };
  },
});
