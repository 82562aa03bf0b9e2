import {
  WebhookDelivery,
  type WebhookDeliveryRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import {
  WebhookSubscription,
  type WebhookSubscriptionRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { counted, formatDate, listed } from '../../../../tools/format.ts';
import { eventInWords } from './event-words.ts';
import { allWebhooks, theWebhook } from './the-webhook.ts';

const MOST_SHOWN = 5;

/** The webhooks and whether they arrive. For admins. @param words - one of them, by its name; absent: all */
export async function webhooksShown(context: ToolContext, words: string | undefined): Promise<ToolResult> {
  const all = words ? [await theWebhook(context, words)] : await allWebhooks(context);
  if (all.length === 0)
    return {
      text: 'There are no webhooks. Say for example “send won deals to our ERP”, or make one under Settings, Webhooks.',
      isAnswer: true,
    };
  return {
    text: [
      `${counted(all.length, WebhookSubscription.label)}:`,
      ...all.map((one) => `- ${lineOf(context, one)}`),
    ].join('\n'),
    isAnswer: true,
    suggestions: ['Why did it fail?'],
  };
}

function lineOf(
  context: ToolContext,
  { name, url, events, status, disabledReason, failingSince }: WebhookSubscriptionRecord,
): string {
  const state =
    status === 'on'
      ? failingSince
        ? `failing since ${formatDate(failingSince, context)}`
        : 'on'
      : `${status}${disabledReason ? `: ${disabledReason}` : ''}`;
  return `**${name}** is sent ${listed(events.map(eventInWords))} at ${url}; ${state}`;
}

/** Why deliveries failed, attempt by attempt: of one webhook, or of all. */
export async function failuresShown(context: ToolContext, words: string | undefined): Promise<ToolResult> {
  const { crm, scope } = context;
  const one = words ? await theWebhook(context, words) : undefined;
  const { records } = await crm.records(WebhookDelivery).find(scope, {
    where: [
      { field: 'status', op: 'in', value: ['failed', 'waiting'] },
      { field: 'tries', op: 'gt', value: 0 },
      ...(one ? [{ field: 'subscriptionId', op: 'eq' as const, value: one.id }] : []),
    ],
    sort: '-at',
    limit: MOST_SHOWN,
  });
  if (records.length === 0)
    return {
      text: `Nothing has failed${one ? ` to reach **${one.name}**` : ''} in the last 30 days.`,
      isAnswer: true,
    };
  const names = new Map((await allWebhooks(context)).map(({ id, name }) => [id, name]));
  return {
    text: records
      .map((delivery) => failureInWords(context, delivery, names.get(delivery.subscriptionId) ?? 'a webhook'))
      .join('\n'),
    isAnswer: true,
    isOutside: 'what another system answered',
    suggestions: ['Send the failed webhook deliveries again'],
  };
}

function failureInWords(
  context: ToolContext,
  { type, title, attempts, status, nextAt }: WebhookDeliveryRecord,
  to: string,
): string {
  const lines = attempts.slice(-MOST_SHOWN).map(({ at, status: code, answer }) => {
    // it is the other system's text: shown as text, in one line
    const said = answer
      ?.replace(/\s+/g, ' ')
      .replace(/[`<>[\]]|\w+:\/\//g, '')
      .slice(0, 120);
    return `  - ${formatDate(at, context)}: ${code === undefined ? 'no answer' : `answered ${code}`}${said ? `, \`${said}\`` : ''}`;
  });
  const next = status === 'waiting' && nextAt ? `tried again ${formatDate(nextAt, context)}` : 'given up';
  return [
    `- ${eventInWords(type)} (${title}) to **${to}**: ${counted(attempts.length, { one: 'attempt', many: 'attempts' })}, ${next}`,
    ...lines,
  ].join('\n');
}
