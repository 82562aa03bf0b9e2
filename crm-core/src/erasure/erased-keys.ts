import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { CrmCore } from '../crm-core.ts';
import { normalEmail } from '../entity/email-address.ts';
import { ErasedPerson } from './erased-person/erased-person.schema.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';

type KeyKind = 'email' | 'phone' | 'id';

/** A number by its digits alone, without an extension. */
export const digitsOf = (phone: string): string =>
  phone.replace(/\s*(?:ext\.?|#|x).*$/i, '').replace(/\D/g, '');

/** Hashes addresses with a key of the workspace, which is made once and kept with its data. */
export async function keyedHasher(
  crm: CrmCore,
  workspaceId: string,
): Promise<(kind: KeyKind, value: string) => string> {
  const keys = crm.store.connection.collection<{ _id: string; key: string }>('erasureKeys');
  const own = { _id: workspaceId };
  await keys.updateOne(own, { $setOnInsert: { key: randomBytes(32).toString('base64') } }, { upsert: true });
  const { key = '' } = (await keys.findOne(own)) ?? {};
  const secret = Buffer.from(key, 'base64');
  const normal = (kind: KeyKind, value: string) =>
    kind === 'email' ? normalEmail(value) : kind === 'phone' ? digitsOf(value) : value;
  return (kind, value) =>
    createHmac('sha256', secret)
      .update(`${kind}:${normal(kind, value)}`)
      .digest('hex');
}

/** The hashes that outlive a person, in order. */
export async function hashesOf(
  crm: CrmCore,
  workspaceId: string,
  keys: PersonKeys,
): Promise<Array<{ kind: KeyKind; hash: string }>> {
  const hash = await keyedHasher(crm, workspaceId);
  const of = (kind: KeyKind, values: readonly string[]) =>
    values.map((value) => ({ kind, hash: hash(kind, value) }));
  return [...of('email', keys.emails), ...of('phone', keys.phones), ...of('id', keys.contactIds)].sort(
    (a, b) => (a.hash < b.hash ? -1 : 1),
  );
}

/** Names the person of an erasure without saying who they were. */
export const keysHashOf = (hashes: ReadonlyArray<{ hash: string }>): string =>
  createHash('sha256')
    .update(hashes.map(({ hash }) => hash).join('\n'))
    .digest('hex');

/** What people are told who meet somebody that was erased. */
export const ERASED_REASON = 'This person was erased on request: they come back only by a form of their own.';

/**
 * Which of these addresses and numbers are of people who were erased, and have not come back. Whatever brings people in by
 * itself asks this first, and leaves them out.
 */
export async function erasedAmong(
  crm: CrmCore,
  workspaceId: string,
  { emails = [], phones = [] }: { emails?: readonly string[]; phones?: readonly string[] },
): Promise<ReadonlySet<string>> {
  const model = crm.store.model(ErasedPerson.name);
  if (emails.length + phones.length === 0 || !(await model.exists({ workspaceId }))) return new Set();
  const hash = await keyedHasher(crm, workspaceId);
  const asked = new Map([
    ...emails.map((value) => [hash('email', value), value] as const),
    ...phones.map((value) => [hash('phone', value), value] as const),
  ]);
  const found = await model
    .find({ workspaceId, hash: { $in: [...asked.keys()] }, returnedAt: { $exists: false } })
    .select({ hash: 1 })
    .lean<Array<{ hash: string }>>();
  return new Set(found.flatMap((one) => asked.get(one.hash) ?? []));
}

/** Somebody has come back by themselves. */
export async function welcomeBack(crm: CrmCore, workspaceId: string, email: string): Promise<void> {
  const hash = await keyedHasher(crm, workspaceId);
  await crm.store
    .model(ErasedPerson.name)
    .updateMany(
      { workspaceId, hash: hash('email', email), returnedAt: { $exists: false } },
      { $set: { returnedAt: crm.now() } },
    );
}
