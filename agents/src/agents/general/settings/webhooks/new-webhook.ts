import { InvalidError } from '@clianta/crm-core/errors';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { troubleWithUrl } from '@clianta/crm-core/integrations/webhook/webhook-url';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';
import { listed } from '../../../../tools/format.ts';
import { EVENT_WORDS, eventInWords } from './event-words.ts';
import { plainName } from './the-webhook.ts';

interface NewWebhook {
  webhook?: string | undefined;
  url?: string | undefined;
  events?: string | undefined;
}

/** "ERP at https://erp.example.com": the address may have come with the name, or instead of it. */
export function withAddress(args: NewWebhook): NewWebhook {
  const [, name = '', url] =
    /^(.*?)\s*(?:\bat\b\s*)?((?:https?:\/\/|\d{1,3}(?:\.\d{1,3}){3})\S*)$/i.exec(args.webhook ?? '') ?? [];
  return url === undefined || args.url ? args : { ...args, url, webhook: name || undefined };
}

/** @throws AskBack for what was not said */
function wantedNew({ url, webhook, events }: NewWebhook): { name: string; url: string; events: string[] } {
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

export function proposedNew(args: NewWebhook): Proposal {
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

export async function added(args: NewWebhook, { crm, scope }: ToolContext): Promise<ToolResult> {
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
