import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { recordConsent } from '../consent/record-consent.ts';
import { suppress } from './suppress.ts';

/** Where people unsubscribe. */
export const UNSUBSCRIBE_PATH = '/u';

/** Whom a link unsubscribes from what. It stands in the link itself: it holds for ever, whatever is deleted meanwhile. */
const subjectSchema = z.tuple([z.string(), z.string(), z.string()]);

export interface Subscription {
  workspaceId: string;
  address: string;
  /** Empty: marketing as a whole. */
  topic: string;
}

const signed = ({ links }: CrmCore, body: string): string => links.token(`unsubscribe:${body}`);

export function unsubscribeLink(crm: CrmCore, { workspaceId, address, topic }: Subscription): string {
  const body = Buffer.from(JSON.stringify([workspaceId, address, topic])).toString('base64url');
  return crm.links.address(`${UNSUBSCRIBE_PATH}/${body}.${signed(crm, body)}`);
}

/** @returns undefined for a link that we have not made */
export function readUnsubscribeToken(crm: CrmCore, token: string): Subscription | undefined {
  const [body = '', mark = ''] = token.split('.');
  const [given, own] = [Buffer.from(mark), Buffer.from(signed(crm, body))];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const [workspaceId, address, topic] = subjectSchema.parse(
    JSON.parse(Buffer.from(body, 'base64url').toString('utf8')),
  );
  return { workspaceId, address, topic };
}

/**
 * Whoever has the address gets no more marketing, or none of a topic; what is personal and receipts go on. The same again
 * changes nothing.
 *
 * @param from - `topic`: only the topic of the mail
 */
export async function unsubscribe(
  crm: CrmCore,
  { workspaceId, address, topic }: Subscription,
  { from = 'marketing', ip }: { from?: 'marketing' | 'topic'; ip?: string | undefined } = {},
): Promise<void> {
  const isOfTopic = from === 'topic' && topic !== '';
  const scope: Scope = {
    ...systemScope(workspaceId),
    actor: { type: 'visitor', id: 'visitor', name: address },
    channel: 'mail',
  };
  await suppress(crm, scope, {
    address,
    scope: isOfTopic ? 'topic' : 'marketing',
    ...(isOfTopic && { topic }),
    reason: 'unsubscribe',
  });
  const contacts = await crm.store
    .model(Contact)
    .find({ workspaceId, isDeleted: false, email: address })
    .select({ consent: 1 })
    .limit(20)
    .lean<Array<{ _id: string; consent?: string }>>();
  for (const { _id: contactId, consent } of contacts) {
    if (!isOfTopic && consent === 'withdrawn') continue;
    await recordConsent(crm, scope, {
      contactId,
      state: 'withdrawn',
      how: 'unsubscribe',
      ...(isOfTopic && { topic }),
      proof: { at: crm.now(), ...(ip && { ip }) },
    });
  }
}
