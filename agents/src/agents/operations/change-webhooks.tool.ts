import { requireAccess } from '@clianta/crm-core/entity/access';
import { InvalidError } from '@clianta/crm-core/errors';
import { queueTest, sendAgain } from '@clianta/crm-core/integrations/webhook/queue-event';
import { WebhookDelivery } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { troubleWithUrl } from '@clianta/crm-core/integrations/webhook/webhook-url';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { counted, listed } from '../../tools/format.ts';
import { periodShape, withinPeriod } from '../../tools/period.ts';
import { EVENT_WORDS, eventInWords } from './event-words.ts';
import { plainName, theWebhook } from './the-webhook.ts';

/** As many are sent again at once. */
const MOST_AGAIN = 200;

type Args = z.output<typeof input>;
const input = z.strictObject({
  action: z.enum(['add', 'remove', 'pause', 'resume', 'test', 'again']),
  webhook: z.string().max(120).optional().describe('Name of the other system: ERP'),
  url: z.string().max(2_000).optional().describe('Where a new one posts to; https'),
  events: slot({ kind: 'option', options: [...EVENT_WORDS.keys()] }, z.string().max(80))
    .optional()
    .describe('"won deals", "new contacts", or an event such as deal.won'),
  period: periodShape.optional().describe('Of what is sent again; left out: what has failed'),
});

export const changeWebhooks = defineTool({
  name: 'change_webhooks',
  does: 'Changing webhooks',
  operation: 'other',
  entity: WebhookSubscription.name,
  description:
    'Has events sent to another system, pauses, resumes, removes or tests a webhook, or sends deliveries again. For admins; proposed first. Secrets are only in the console.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    requireAccess(WebhookSubscription, context.scope, 'update');
    if (args.action === 'test' && !context.mustPropose) return undefined;
    if (args.action === 'add') return proposedNew(withAddress(args));
    const webhook =
      args.action === 'again' && !args.webhook ? undefined : await theWebhook(context, args.webhook);
    if (args.action === 'again') return proposedAgain(args, context);
    const title = `${TITLES[args.action]} the webhook “${webhook?.name}”`;
    return {
      title,
      preview: {
        count: 1,
        sample: [{ title: webhook?.name ?? '', detail: webhook?.url ?? '' }],
        changes: [],
      },
      recordIds: webhook ? [webhook.id] : [],
      ...(args.action === 'remove' && { isDestructive: true }),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    requireAccess(WebhookSubscription, scope, 'update');
    if (args.action === 'add') return added(withAddress(args), context);
    if (args.action === 'again') {
      const waiting = await sendAgain(crm, scope, context.approvedIds ?? []);
      return {
        text: `${counted(waiting, WebhookDelivery.label)} ${waiting === 1 ? 'is' : 'are'} sent again, under the same event ids.`,
        isAnswer: true,
      };
    }
    const { id, name } = await theWebhook(context, context.approvedIds?.[0] ?? args.webhook);
    const webhooks = crm.records(WebhookSubscription);
    if (args.action === 'test') {
      await queueTest(crm, await webhooks.get(scope, id));
      return {
        text: `A test event is on its way to **${name}**.`,
        isAnswer: true,
        suggestions: ['List our webhooks'],
      };
    }
    const isRemoved = args.action === 'remove';
    if (isRemoved) await webhooks.delete(scope, id);
    else await webhooks.update(scope, id, { status: args.action === 'pause' ? 'paused' : 'on' });
    return {
      text: `${DONE[args.action]} the webhook **${name}**.`,
      changes: [{ entity: WebhookSubscription.name, id, change: isRemoved ? 'deleted' : 'updated' }],
      suggestions: ['Undo that'],
      isAnswer: true,
    };
  },
});

const TITLES = { remove: 'Remove', pause: 'Pause', resume: 'Turn on', test: 'Test' } as const;
const DONE = { remove: 'Removed', pause: 'Paused', resume: 'Turned on' } as const;

/** "ERP at https://erp.example.com": the address may have come with the name, or instead of it. */
function withAddress(args: Args): Args {
  const [, name = '', url] =
    /^(.*?)\s*(?:\bat\b\s*)?((?:https?:\/\/|\d{1,3}(?:\.\d{1,3}){3})\S*)$/i.exec(args.webhook ?? '') ?? [];
  return url === undefined || args.url ? args : { ...args, url, webhook: name || undefined };
}

/** @throws AskBack for what was not said */
function wantedNew({ url, webhook, events }: Args): { name: string; url: string; events: string[] } {
  const types = events && (EVENT_WORDS.get(events.toLowerCase()) ?? [events]);
  if (!types)
    throw new AskBack({
      text: 'What shall be sent there?',
      options: ['won deals', 'new deals', 'new contacts', 'changed contacts'].map((words) => ({
        label: words,
        value: words,
      })),
      argument: 'events',
    });
  if (!url)
    throw new AskBack({
      text: `What is the address that ${webhook ? plainName(webhook) : 'it'} is posted to? It begins with https://`,
      options: [],
      argument: 'url',
      takesText: true,
    });
  const address = addressOf(url);
  return { name: webhook ? plainName(webhook) : hostOf(address), url: address, events: [...types] };
}

/** "erp.example.com/in" and "(https://erp.example.com/in)" as they are meant. */
const addressOf = (said: string): string => {
  const url = said.trim().replace(/^[(<"']+|[)>"'.,]+$/g, '');
  return /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url).slice(0, 80);

function proposedNew(args: Args): Proposal {
  // an address that is refused is refused before anything else is asked
  if (args.url) requireSendable(addressOf(args.url));
  const { name, url, events } = wantedNew(args);
  return {
    title: `Send ${listed(events.map(eventInWords))} to “${name}”`,
    // it leaves the house from then on, whatever the agent may do by itself
    preview: { count: 1, sample: [{ title: name, detail: url }], changes: [], outside: url.slice(0, 200) },
    recordIds: [],
  };
}

function requireSendable(url: string): void {
  const trouble = troubleWithUrl(url);
  if (trouble) throw new InvalidError(`The address “${url}” ${trouble}.`);
}

async function added(args: Args, { crm, scope }: ToolContext): Promise<ToolResult> {
  const wanted = wantedNew(args);
  requireSendable(wanted.url);
  const record = await crm.records(WebhookSubscription).create(scope, wanted);
  return {
    text: `**${record.name}** is sent ${listed(record.events.map(eventInWords))} from now on. What it is signed with is shown in the console alone: Settings, Webhooks, New secret.`,
    changes: [{ entity: WebhookSubscription.name, id: record.id, change: 'created' }],
    suggestions: [`Test the webhook ${record.name}`, 'Undo that'],
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
