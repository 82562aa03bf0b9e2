import { z } from 'zod';
import { UnauthenticatedError } from '../../errors.ts';
import type { Integration } from '../layer/define-integration.ts';
import { type Watch, Watches } from '../watch/watches.ts';
import { readState } from './watch-graph.ts';

/** Graph sends far shorter ones. */
const MOST_LETTERS = 2_000;

const noticeSchema = z.object({
  subscriptionId: z.string(),
  clientState: z.string().max(300).default(''),
  lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']).optional(),
});
const bodySchema = z.object({ value: z.array(noticeSchema).min(1).max(1_000) });

/** What Graph tells: that an address is ours (it wants its token back), that something is new, that a subscription ends. */
export const takeMicrosoftPush: NonNullable<Integration['webhook']> = async ({ query, body }, { crm }) => {
  const { validationToken } = query;
  // asked as a subscription is made, before it has an id; it is shown as text
  if (validationToken !== undefined && validationToken.length <= MOST_LETTERS)
    return { status: 200, body: validationToken };
  const notices = bodySchema.safeParse(parsed(body)).data?.value ?? [];
  const watches = new Watches(crm);
  const wakes = new Map<string, Watch>();
  for (const { subscriptionId, clientState, lifecycleEvent } of notices) {
    const { id, secret } = readState(clientState);
    const watch = await watches.proven(id, secret, subscriptionId);
    if (!watch) continue;
    // it is begun anew, and what was not told meanwhile is read
    if (lifecycleEvent) await watches.renewNow(watch._id);
    wakes.set(watch._id, watch);
  }
  if (wakes.size === 0) throw new UnauthenticatedError('This notice is not of a subscription of ours.');
  return { status: 202, wakes: [...wakes.values()] };
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
