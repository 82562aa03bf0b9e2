import { Company } from '../crm/company/company.schema.ts';
import { Contact, type ContactRecord } from '../crm/contact/contact.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import { normalEmail } from '../entity/email-address.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import { foldLetters } from '../entity/search-text.ts';
import { ConflictError } from '../errors.ts';
import { TeamMember } from '../workspace/team-member/team-member.schema.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';

type Person = StoredDocument & Partial<ContactRecord>;

/** Whom an erasure is about. */
export interface PersonFound {
  keys: PersonKeys;
  /** What they are called; the address where no record says. */
  title: string;
  /** Numbers and addresses that others have too, and names of others: they stay in texts. */
  shared: string[];
}

const MAIL_FIELDS = ['email', 'otherEmails'] as const;
const PHONE_FIELDS = ['phone', 'otherPhones'] as const;
const HELD = [...MAIL_FIELDS, ...PHONE_FIELDS];

/**
 * By what a person is found: all of their records, those in the trash and those that were merged into one included, and
 * every address and number that these have had. What somebody else has too is theirs as well, and no key.
 *
 * @throws ConflictError for somebody of the team
 */
export async function findPerson(
  crm: CrmCore,
  workspaceId: string,
  { contactId, email }: { contactId?: string; email?: string },
): Promise<PersonFound> {
  const records = await recordsOf(crm, workspaceId, contactId, email);
  const contactIds = records.map(({ _id }) => _id);
  const earlier = await earlierValues(crm, workspaceId, contactIds);
  const emails = unique(
    [...(email ? [email] : []), ...valuesOf([...records, ...earlier], MAIL_FIELDS)].map(normalEmail),
  );
  const phones = unique(valuesOf([...records, ...earlier], PHONE_FIELDS));
  await requireNoTeammate(crm, workspaceId, emails);
  const names = unique(records.flatMap(({ name }) => (name ? [name] : [])));
  const [sharedKeys, sharedNames] = await Promise.all([
    heldByOthers(crm, workspaceId, contactIds, [...emails, ...phones]),
    namesOfOthers(crm, workspaceId, contactIds, names),
  ]);
  return {
    keys: {
      contactIds,
      emails: emails.filter((one) => !sharedKeys.has(one)),
      phones: phones.filter((one) => !sharedKeys.has(one)),
      names: names.filter((name) => name.trim().includes(' ') && !sharedNames.has(foldLetters(name))),
    },
    title: records[0]?.name ?? email ?? '',
    shared: [...sharedKeys, ...names.filter((name) => sharedNames.has(foldLetters(name)))],
  };
}

async function recordsOf(
  crm: CrmCore,
  workspaceId: string,
  contactId: string | undefined,
  email: string | undefined,
): Promise<Person[]> {
  const model = crm.store.model(Contact);
  const find = (filter: Record<string, unknown>) => model.find({ workspaceId, ...filter }).lean<Person[]>();
  const first = contactId
    ? await find({ _id: contactId })
    : await find({ $or: [{ email: normalEmail(email ?? '') }, { otherEmails: normalEmail(email ?? '') }] });
  const found = new Map(first.map((one) => [one._id, one]));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    const emails = valuesOf([...found.values()], MAIL_FIELDS);
    const more = await find({
      $or: [
        { mergedIntoId: { $in: [...found.keys()] } },
        { isDeleted: true, email: { $in: emails } },
        { isDeleted: true, otherEmails: { $in: emails } },
      ],
    });
    for (const one of more) found.set(one._id, one);
  }
  return [...found.values()];
}

/** What the audit log says that those fields were. */
async function earlierValues(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Array<Record<string, unknown>>> {
  const entries = await crm.store
    .model('userAction')
    .find({ workspaceId, recordId: { $in: contactIds } })
    .select({ before: 1, after: 1 })
    .lean<Array<{ before?: Record<string, unknown>; after?: Record<string, unknown> }>>();
  return entries.flatMap(({ before = {}, after = {} }) => [before, after]);
}

/** Addresses with their sign, numbers with enough digits: what an earlier erasure has left is none. */
function valuesOf(records: ReadonlyArray<Record<string, unknown>>, fields: readonly string[]): string[] {
  const isMail = fields === MAIL_FIELDS;
  return records
    .flatMap((record) => fields.flatMap((name) => [record[name]].flat()))
    .filter((value): value is string => typeof value === 'string')
    .filter((value) => (isMail ? value.includes('@') : /\d{5}/.test(value.replace(/\D/g, ''))));
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

async function requireNoTeammate(
  crm: CrmCore,
  workspaceId: string,
  emails: readonly string[],
): Promise<void> {
  const member = await crm.store
    .model(TeamMember)
    .findOne({ workspaceId, isDeleted: false, email: { $in: emails } })
    .lean<{ name: string }>();
  if (member)
    throw new ConflictError(
      `${member.name} is in the team with this address: remove them from the team first.`,
    );
}

async function heldByOthers(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  values: readonly string[],
): Promise<Set<string>> {
  const has = HELD.map((name) => ({ [name]: { $in: values } }));
  const others = { workspaceId, isDeleted: false };
  const [contacts, companies] = await Promise.all([
    crm.store
      .model(Contact)
      .find({ ...others, _id: { $nin: contactIds }, $or: has })
      .limit(50)
      .lean<Person[]>(),
    crm.store
      .model(Company)
      .find({ ...others, $or: PHONE_FIELDS.map((name) => ({ [name]: { $in: values } })) })
      .limit(50)
      .lean<Person[]>(),
  ]);
  const held = new Set(
    [...contacts, ...companies].flatMap((one) => HELD.flatMap((name) => [one[name]].flat())),
  );
  return new Set(values.filter((value) => held.has(value)));
}

/** Folded names of other contacts and of the team that are the same. */
async function namesOfOthers(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
  names: readonly string[],
): Promise<Set<string>> {
  const own = new Set(names.map(foldLetters));
  const alike = names.map((name) => ({
    name: {
      $regex: `^${name
        .trim()
        .split(/\s+/)[0]
        ?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
      $options: 'i',
    },
  }));
  if (alike.length === 0) return new Set();
  const found = await Promise.all([
    crm.store
      .model(Contact)
      .find({ workspaceId, isDeleted: false, _id: { $nin: contactIds }, $or: alike })
      .select({ name: 1 })
      .lean<Array<{ name: string }>>(),
    crm.store.model(TeamMember).find({ workspaceId }).select({ name: 1 }).lean<Array<{ name: string }>>(),
  ]);
  return new Set(
    found
      .flat()
      .map(({ name }) => foldLetters(name))
      .filter((name) => own.has(name)),
  );
}
