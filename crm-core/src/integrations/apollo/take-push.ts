import { z } from 'zod';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { isKnownPhone, normalPhone } from '../../entity/phone-number.ts';
import { systemScope } from '../../entity/scope.ts';
import { erasedAmong } from '../../erasure/erased-keys.ts';
import { CliantaError, ConflictError, InvalidError, UnauthenticatedError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { Integration } from '../layer/define-integration.ts';
import { VendorUsage } from '../sync/vendor-usage.ts';
import { type PhoneLookup, PhoneLookups } from './phone-lookups.ts';

type Push = Parameters<NonNullable<Integration['webhook']>>[0];

/** https://docs.apollo.io/docs/retrieve-mobile-phone-numbers-for-contacts */
const bodySchema = z.object({
  credits_consumed: z.number().min(0).default(0),
  people: z
    .array(
      z.object({
        id: z.string(),
        phone_numbers: z
          .array(z.object({ sanitized_number: z.string().nullish(), status_cd: z.string().nullish() }))
          .nullish(),
      }),
    )
    .default([]),
});

/** The phone numbers that were asked for: filled in where there is none by now, once, however often they are delivered. */
export async function takeApolloPush({ path, body }: Push, { crm }: { crm: CrmCore }) {
  const lookups = new PhoneLookups(crm);
  const lookup = await lookups.find(path.split('/').at(-1) ?? '');
  if (!lookup) throw new UnauthenticatedError('Nobody has asked for these phone numbers.');
  if (!lookup.contacts) throw new ConflictError('It is not known yet who they are of. Deliver it again.');
  const read = bodySchema.safeParse(parsed(body));
  if (!read.success) throw new InvalidError('This is no answer with phone numbers.');
  if (await lookups.done(lookup)) {
    const { workspaceId, period, reserved } = lookup;
    await new VendorUsage(crm).settle(workspaceId, 'apollo', period, {
      reserved,
      used: read.data.credits_consumed,
    });
    for (const { id, phone_numbers } of read.data.people) {
      const numbers = (phone_numbers ?? []).filter(({ status_cd: status }) => status !== 'invalid_number');
      const phones = numbers.flatMap(({ sanitized_number: number }) => number || []);
      await fill(crm, lookup, lookup.contacts[id], phones);
    }
  }
  return { status: 200 };
}

async function fill(
  crm: CrmCore,
  { workspaceId }: PhoneLookup,
  contactId: string | undefined,
  numbers: readonly string[],
): Promise<void> {
  if (!contactId) return;
  const scope = { ...systemScope(workspaceId), outside: 'Apollo' };
  const contact = (await crm.records(Contact).getMany(scope, [contactId])).get(contactId);
  if (!contact || contact.phone || contact.consent === 'withdrawn') return;
  const phones = numbers.map((number) => normalPhone(number, undefined)).filter(isKnownPhone);
  const erased = await erasedAmong(crm, workspaceId, { phones });
  const phone = phones.find((one) => !erased.has(one));
  if (!phone) return;
  try {
    await crm.records(Contact).update(scope, contactId, { phone }, { version: contact.version });
  } catch (error) {
    // it was written meanwhile, or is no number by our rules: what a person has is better
    if (!(error instanceof CliantaError)) throw error;
    logger.info({ contactId, err: error }, 'a phone number was not filled in');
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
