import { Company } from '../../crm/company/company.schema.ts';
import { Contact, type ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import type { Connection } from '../layer/define-integration.ts';
import { VendorError } from '../layer/vendor-error.ts';
import { VendorUsage } from '../sync/vendor-usage.ts';
import { enrichable, lookupsOf } from './enrichable.ts';
import { type ApolloPerson, MOST_AT_ONCE, matchPeople } from './match-people.ts';
import { PhoneLookups } from './phone-lookups.ts';

const VENDOR = 'apollo';
/** A month, unless an admin has said otherwise. */
const CREDITS = 1_000;
const CREDITS_SETTING = 'creditsPerMonth';
/** What the phone numbers of one person cost at most. https://docs.apollo.io/docs/api-pricing */
const PHONE_CREDITS = 8;

/** What Apollo says otherwise than the record: a person decides. */
interface Difference {
  contactId: string;
  name: string;
  field: string;
  ours: string;
  theirs: string;
}

export interface Enriched {
  /** By contact, the fields that were empty and are filled now. */
  filled: Array<{ id: string; name: string; fields: string[] }>;
  differences: Difference[];
  notFound: string[];
  leftOut: Array<{ name: string; why: string }>;
  /** For whom no credits were left, or whom a failure kept. */
  remaining: number;
  /** Why it ended early, for people. */
  stopped?: string;
  credits: number;
}

/** The account that people are looked up by; undefined: none is connected. */
export const apolloAccount = (
  crm: CrmCore,
  workspaceId: string,
  feature: 'enrich' | 'nightly' | 'phones' = 'enrich',
) => crm.integrations.withFeature(systemScope(workspaceId), feature, VENDOR);

const periodOf = (now: Date) => now.toISOString().slice(0, 7);

/** What is left of the month's credits. */
export async function creditsLeft(crm: CrmCore, workspaceId: string): Promise<number> {
  const { used, reserved } = await new VendorUsage(crm).of(workspaceId, VENDOR, periodOf(crm.now()));
  return Math.max(0, (await limitOf(crm, workspaceId)) - used - reserved);
}

async function limitOf(crm: CrmCore, workspaceId: string): Promise<number> {
  const account = await apolloAccount(crm, workspaceId);
  if (!account) return 0;
  const stored = await crm.integrations.store.raw.findOne({ _id: account.id as never });
  const settings: unknown = stored?.settings;
  const own = settings && typeof settings === 'object' && CREDITS_SETTING in settings;
  return own ? Number(settings[CREDITS_SETTING as keyof typeof settings]) : CREDITS;
}

/**
 * Looks people up, ten with a call, and fills what is empty; what differs is left to a person. Credits are reserved before a
 * call and settled by what it has cost; of a call without an answer they count as spent.
 *
 * @throws ConflictError where Apollo is not connected
 */
export async function enrichContacts(
  crm: CrmCore,
  scope: Scope,
  contacts: readonly ContactRecord[],
): Promise<Enriched> {
  const { workspaceId } = scope;
  const account = await apolloAccount(crm, workspaceId);
  if (!account)
    throw new ConflictError('Apollo is not connected. An admin connects it under Settings, Integrations.');
  const connection = await crm.integrations.connection(workspaceId, account.id);
  const { people, leftOut } = await enrichable(crm, workspaceId, contacts);
  const result: Enriched = {
    filled: [],
    differences: [],
    notFound: [],
    leftOut: leftOut.map(({ contact, why }) => ({ name: contact.name, why })),
    remaining: people.length,
    credits: 0,
  };
  const usage = new VendorUsage(crm);
  const limit = await limitOf(crm, workspaceId);
  const period = periodOf(crm.now());
  const phones = new PhoneLookups(crm);
  // Apollo sends them to addresses with https alone
  const isReached = crm.links.address('/').startsWith('https:');
  const hasPhones = isReached && (await apolloAccount(crm, workspaceId, 'phones')) !== undefined;
  const each = hasPhones ? 1 + PHONE_CREDITS : 1;
  const giveBack = (credits: number) =>
    usage.settle(workspaceId, VENDOR, period, { reserved: credits, used: 0 });
  for (let at = 0; at < people.length; ) {
    const most = Math.min(MOST_AT_ONCE, people.length - at);
    const reserved = await usage.reserve(workspaceId, VENDOR, period, { want: most * each, limit });
    const granted = Math.floor(reserved / each);
    if (reserved > granted * each) await giveBack(reserved - granted * each);
    if (granted === 0) return { ...result, stopped: 'No credits are left this month.' };
    const batch = people.slice(at, at + granted);
    const reservedForPhones = hasPhones ? granted * PHONE_CREDITS : 0;
    const secret = hasPhones
      ? await phones.add({ workspaceId, credentialId: account.id, period, reserved: reservedForPhones })
      : undefined;
    try {
      const { credits, matches } = await matchPeople(
        connection,
        batch.map(({ asked }) => asked),
        secret && crm.links.address(`/integrations/push/apollo/${secret}`),
      );
      await usage.settle(workspaceId, VENDOR, period, { reserved: granted, used: credits });
      result.credits += credits;
      if (secret) {
        const known = batch.flatMap(({ contact }, place) => {
          const id = matches[place]?.id;
          return id ? [[id, contact.id] as const] : [];
        });
        // of nobody who was not found will anything come
        const missed = granted - known.length;
        if (missed > 0) await giveBack(missed * PHONE_CREDITS);
        if (known.length === 0) await phones.remove(secret);
        else await phones.begun(secret, Object.fromEntries(known), known.length * PHONE_CREDITS);
      }
      for (const [place, { contact }] of batch.entries())
        await take(connection, scope, contact, matches[place] ?? null, result);
    } catch (error) {
      if (!(error instanceof VendorError && (error.isUnsure || error.status !== undefined)))
        await Promise.all([giveBack(granted * each), secret && phones.remove(secret)]);
      // what was done stays; of a first call that fails there is nothing to tell but why
      if (at === 0) throw error;
      return { ...result, stopped: error instanceof Error ? error.message : String(error) };
    }
    at += granted;
    result.remaining = people.length - at;
  }
  return result;
}

async function take(
  { crm }: Connection,
  scope: Scope,
  contact: ContactRecord,
  found: ApolloPerson | null,
  result: Enriched,
): Promise<void> {
  const { id, workspaceId, name } = contact;
  await lookupsOf(crm).updateOne(
    { _id: id },
    { $set: { workspaceId, at: crm.now(), isFound: found !== null } },
    { upsert: true },
  );
  if (!found) return void result.notFound.push(name);
  const values = await valuesOf(crm, workspaceId, found);
  const patch: Record<string, string> = {};
  for (const [field, theirs] of Object.entries(values)) {
    const ours = contact[field as keyof ContactRecord];
    if (ours === undefined || ours === null || ours === '') patch[field] = theirs;
    else if (field !== 'companyId' && String(ours).toLowerCase() !== theirs.toLowerCase())
      result.differences.push({ contactId: id, name, field, ours: String(ours), theirs });
  }
  const fields = Object.keys(patch);
  if (fields.length === 0) return;
  // somebody else may have this address: it is theirs then
  if (patch.email && (await crm.records(Contact).findOne(scope, { email: patch.email }))) delete patch.email;
  await crm.records(Contact).update({ ...scope, outside: 'Apollo' }, id, patch as never);
  result.filled.push({ id, name, fields: Object.keys(patch) });
}

async function valuesOf(
  crm: CrmCore,
  workspaceId: string,
  { email, email_status, title, city, country, organization }: ApolloPerson,
): Promise<Record<string, string>> {
  const domain = organization?.primary_domain?.toLowerCase();
  const company = domain
    ? await crm.records(Company).findOne(systemScope(workspaceId), { domain })
    : undefined;
  // `email_not_unlocked@domain.com` is no address
  const isAddress = email_status === 'verified' && email && !/not_unlocked/.test(email);
  return {
    ...(title && { jobTitle: title }),
    ...(city && { city }),
    ...(country && { country }),
    ...(isAddress && { email: email.toLowerCase() }),
    ...(company && { companyId: company.id }),
  };
}
