import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConsentEvent, type ConsentEventRecord } from './consent-event.schema.ts';

export type NewConsent = Pick<ConsentEventRecord, 'contactId' | 'state' | 'how'> &
  Partial<Pick<ConsentEventRecord, 'channel' | 'topic' | 'proof'>>;

/** Keeps what somebody has said about being written to; the contact's consent follows where it is about marketing as a whole. */
export async function recordConsent(
  crm: CrmCore,
  scope: Scope,
  consent: NewConsent,
): Promise<ConsentEventRecord> {
  // whoever may say it to Clianta may have it kept
  const own = { ...scope, role: 'system' as const };
  const event = await crm
    .records(ConsentEvent)
    .create(own, { proof: { at: crm.now() }, ...consent } as never);
  const { contactId, channel = 'email', topic, state } = consent;
  if (channel === 'email' && !topic) await crm.records(Contact).update(own, contactId, { consent: state });
  return event;
}
