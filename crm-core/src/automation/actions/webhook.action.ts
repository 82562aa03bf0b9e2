import { z } from 'zod';
import { UpstreamError } from '../../errors.ts';
import { defineAction } from './action.ts';
import { outsideUrl } from './outside-url.ts';

/** Sends the record as it is now. */
export const webhook = defineAction({
  name: 'webhook',
  input: z.strictObject({ url: outsideUrl }),
  effect: 'outside',
  repeats: 'at_least_once',
  words: ({ url }, say) => `send the ${say.entity.label.one} to ${new URL(url).host}`,
  async run({ url }, { request, entity, record, workflow, effectId, now, signal }) {
    const { host } = new URL(url);
    const answer = await request({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', 'webhook-id': effectId },
      body: JSON.stringify({
        id: effectId,
        at: now,
        workflow: workflow.name,
        entity: entity.name,
        record,
      }),
      signal,
    });
    if (answer.status >= 300) throw new UpstreamError(`${host} answered ${answer.status}.`);
    return { told: `sent it to ${host}, which answered ${answer.status}` };
  },
});
