import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  WebhookSubscription,
  type WebhookSubscriptionRecord,
} from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import type { ToolContext } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';

const MOST_OPTIONS = 6;

export async function allWebhooks({ crm, scope }: ToolContext): Promise<WebhookSubscriptionRecord[]> {
  return (await crm.records(WebhookSubscription).find(scope, { sort: 'name', limit: 200 })).records;
}

/** The webhook that is meant: by its name or address, else the only one. @throws AskBack when several could be */
export async function theWebhook(
  context: ToolContext,
  words: string | undefined,
): Promise<WebhookSubscriptionRecord> {
  const all = await allWebhooks(context);
  const wanted = fold(plainName(words ?? ''));
  const fitting = wanted
    ? all.filter(({ id, name, url }) => id === words || fold(name).includes(wanted) || url.includes(wanted))
    : all;
  const exact = fitting.filter(({ name }) => fold(name) === wanted);
  const [only, ...more] = exact.length === 1 ? exact : fitting;
  if (only && more.length === 0) return only;
  if (!only)
    throw new InvalidError(
      all.length === 0
        ? 'There are no webhooks. Say for example “send won deals to our ERP”.'
        : `There is no webhook “${words}”. There are: ${all.map(({ name }) => name).join(', ')}.`,
    );
  throw new AskBack({
    text: 'Which webhook do you mean?',
    options: fitting
      .slice(0, MOST_OPTIONS)
      .map(({ id, name, url }) => ({ label: name, detail: url, value: id })),
    argument: 'webhook',
  });
}

/** "our ERP" and "the webhook to our ERP" are called ERP. */
export const plainName = (words: string): string =>
  words
    .trim()
    .replace(/^(?:(?:the|our|my|a) )?(?:(?:webhook|hook)s? (?:to|for|of) )?(?:(?:the|our|my|a) )?/i, '')
    .replace(/ ?(?:web)?hook$/i, '');
