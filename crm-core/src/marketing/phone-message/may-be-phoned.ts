import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { ConsentEvent } from '../consent/consent-event.schema.ts';
import { addressHash, Suppression, type SuppressionRecord } from '../suppression/suppression.schema.ts';
import type { PhoneMessageRecord } from './phone-message.schema.ts';

type Meant = Pick<PhoneMessageRecord, 'workspaceId' | 'kind' | 'phone' | 'purpose'> & {
  contactId?: string | undefined;
};

const SUPPRESSED: Partial<Record<SuppressionRecord['reason'], string>> = {
  stop: 'They have answered STOP.',
  unsubscribe: 'They have asked for no more text messages.',
};

/**
 * Why nothing of this kind may go to a number; undefined: it may. Marketing, and every voicemail, takes consent; a personal text
 * does not. Asked for the preview, and again once it is claimed.
 */
export async function whyNotPhoned(crm: CrmCore, meant: Meant): Promise<string | undefined> {
  const { workspaceId, kind, phone, purpose, contactId } = meant;
  const scopes = purpose === 'marketing' ? ['all', 'marketing'] : ['all'];
  const now = crm.now();
  const blocks = await crm.store
    .model(Suppression)
    .find({
      workspaceId,
      isDeleted: false,
      channel: 'sms',
      addressHash: addressHash('sms', phone),
      scope: { $in: scopes },
    })
    .lean<Array<Pick<SuppressionRecord, 'reason' | 'until'>>>();
  const live = blocks.find(({ until }) => !until || until > now);
  if (live) return SUPPRESSED[live.reason] ?? 'The team has said that nothing goes to this number.';
  if (purpose !== 'marketing' && kind === 'sms') return undefined;
  const consent = contactId ? await consentOf(crm, workspaceId, contactId) : 'unknown';
  if (consent === 'given') return undefined;
  if (consent === 'withdrawn') return 'They have withdrawn their consent.';
  return kind === 'voice' ? 'There is no consent to be called.' : 'There is no consent to marketing.';
}

/** What they have said of texts and calls counts before what they have said of being written to. */
async function consentOf(
  crm: CrmCore,
  workspaceId: string,
  contactId: string,
): Promise<'given' | 'withdrawn' | 'unknown'> {
  const own = await crm.store
    .model(ConsentEvent)
    .findOne({ workspaceId, contactId, channel: 'sms', isDeleted: false })
    .sort({ createdAt: -1 })
    .lean<{ state: 'given' | 'withdrawn' }>();
  if (own) return own.state;
  const contact = await crm.store
    .model(Contact)
    .findOne({ _id: contactId, workspaceId, isDeleted: false })
    .select({ consent: 1 })
    .lean<{ consent?: 'given' | 'withdrawn' | 'unknown' }>();
  return contact?.consent ?? 'unknown';
}
