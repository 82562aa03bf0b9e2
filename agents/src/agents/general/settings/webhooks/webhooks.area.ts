import { requireAccess } from '@clianta/crm-core/entity/access';
import { InvalidError } from '@clianta/crm-core/errors';
import { queueTest, sendAgain } from '@clianta/crm-core/integrations/webhook/queue-event';
import { WebhookDelivery } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { counted } from '../../../../tools/format.ts';
import { periodShape, withinPeriod } from '../../../../tools/period.ts';
import { type AreaArgs, defineArea } from '../setting-area.ts';
import { EVENT_WORDS, eventInWords } from './event-words.ts';
import { added, proposedNew, withAddress } from './new-webhook.ts';
import { theWebhook } from './the-webhook.ts';

/** As many are sent again at once. */
const MOST_AGAIN = 200;

const input = z.strictObject({
  webhook: z.string().max(120).optional().describe('Of a webhook: name of the other system, ERP'),
  url: z.string().max(2_000).optional().describe('Of a new webhook: where it posts to; https'),
  events: slot({ kind: 'option', options: [...EVENT_WORDS.keys()] }, z.string().max(80))
    .optional()
    .describe('Of a new webhook: "won deals", "new contacts", or an event such as deal.won'),
  period: periodShape.optional().describe('Of deliveries sent again: when; left out: what has failed'),
});
type Args = AreaArgs<typeof input>;

export const webhooksArea = defineArea({
  name: 'webhooks',
  does: 'Changing webhooks',
  about: 'events sent to other systems; secrets are only in the console',
  actions: ['add', 'remove', 'pause', 'resume', 'test', 'send_again'],
  input,
  call: { entity: WebhookSubscription.name, operation: 'other' },
  example: 'send won deals to our ERP',
  async propose(args, context): Promise<Proposal | undefined> {
    requireAccess(WebhookSubscription, context.scope, 'update');
    if (args.action === 'test' && !context.mustPropose) return undefined;
    if (args.action === 'add') return proposedNew(withAddress(args));
    if (args.action === 'send_again') return proposedAgain(args, context);
    const { id, name, url } = await theWebhook(context, args.webhook);
    return {
      title: `${TITLES[actionOf(args)]} the webhook “${name}”`,
      preview: { count: 1, sample: [{ title: name, detail: url }], changes: [] },
      recordIds: [id],
      ...(args.action === 'remove' && { isDestructive: true }),
    };
  },
  async run(args, context): Promise<ToolResult> {
    requireAccess(WebhookSubscription, context.scope, 'update');
    if (args.action === 'add') return added(withAddress(args), context);
    return args.action === 'send_again' ? sentAgain(context) : changed(args, context);
  },
});

const TITLES = { remove: 'Remove', pause: 'Pause', resume: 'Turn on', test: 'Test' } as const;
const DONE = { remove: 'Removed', pause: 'Paused', resume: 'Turned on' } as const;

const actionOf = ({ action }: Args) => z.enum(['remove', 'pause', 'resume', 'test']).parse(action);

async function changed(args: Args, context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const action = actionOf(args);
  const { id, name } = await theWebhook(context, context.approvedIds?.[0] ?? args.webhook);
  const webhooks = crm.records(WebhookSubscription);
  if (action === 'test') {
    await queueTest(crm, await webhooks.get(scope, id));
    return {
      text: `A test event is on its way to **${name}**.`,
      isAnswer: true,
      suggestions: ['List our webhooks'],
    };
  }
  const isRemoved = action === 'remove';
  if (isRemoved) await webhooks.delete(scope, id);
  else await webhooks.update(scope, id, { status: action === 'pause' ? 'paused' : 'on' });
  return {
    text: `${DONE[action]} the webhook **${name}**.`,
    changes: [{ entity: WebhookSubscription.name, id, change: isRemoved ? 'deleted' : 'updated' }],
    suggestions: ['Undo that'],
    isAnswer: true,
  };
}

async function sentAgain({ crm, scope, approvedIds = [] }: ToolContext): Promise<ToolResult> {
  const waiting = await sendAgain(crm, scope, approvedIds);
  return {
    text: `${counted(waiting, WebhookDelivery.label)} ${waiting === 1 ? 'is' : 'are'} sent again, under the same event ids.`,
    isAnswer: true,
  };
}

async function proposedAgain(args: Args, context: ToolContext): Promise<Proposal> {
  const one = args.webhook ? await theWebhook(context, args.webhook) : undefined;
  const where = [
    ...(one ? [{ field: 'subscriptionId', op: 'eq' as const, value: one.id }] : []),
    ...(args.period
      ? withinPeriod(context, 'at', args.period)
      : [{ field: 'status', op: 'eq' as const, value: 'failed' }]),
  ];
  const deliveries = context.crm.records(WebhookDelivery);
  const [{ records }, total] = await Promise.all([
    deliveries.find(context.scope, { where, sort: '-at', limit: MOST_AGAIN }),
    deliveries.count(context.scope, { where }),
  ]);
  if (records.length === 0)
    throw new InvalidError(
      args.period
        ? 'Nothing was sent in that time; deliveries are kept for 30 days.'
        : 'No delivery has failed for good.',
    );
  return {
    title: `Send ${counted(records.length, WebhookDelivery.label)} again${total > records.length ? `, the newest of ${total}` : ''}`,
    preview: {
      count: records.length,
      sample: records.slice(0, 5).map(({ type, title }) => ({ title: `${eventInWords(type)}: ${title}` })),
      changes: [],
      outside: one?.url.slice(0, 200) ?? 'other systems',
    },
    recordIds: records.map(({ id }) => id),
  };
}
