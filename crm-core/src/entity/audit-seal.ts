import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/**
 * What ties an audit entry to the one before it. `hash` is over number, `previous` and `content`, so nothing can be
 * changed, taken out or put in without all that follows being written anew. `content` is over what the entry says and a
 * random salt: the salt goes when the entry is redacted, so that nobody can try out what stood there.
 */
export const auditSealSchema = z.object({
  previous: z.string(),
  content: z.string(),
  salt: z.string().optional(),
  hash: z.string(),
  /** A person was taken out of the entry: when, and the hash of what it says since. */
  redacted: z.object({ at: z.date(), content: z.string() }).optional(),
});
export type AuditSeal = z.infer<typeof auditSealSchema>;

type Values = Record<string, unknown>;

/** Where a chain is: its newest entry's number and hash. */
export interface ChainHead {
  seq: number;
  hash: string;
}

/** What the first entry of a chain follows. */
export const NO_HEAD: ChainHead = { seq: 0, hash: '' };

/** What of an entry is said for good; whether it was undone since is not. */
const SAID = [
  '_id',
  'workspaceId',
  'entity',
  'recordId',
  'recordTitle',
  'recordVersion',
  'change',
  'actor',
  'via',
  'channel',
  'turnId',
  'token',
  'groupId',
  'before',
  'after',
  'at',
] as const;

const SALT_BYTES = 16;

/** The entry with its place in the chain, right after `head`. */
export function sealAfter<T extends Values>(head: ChainHead, entry: T): T & { seq: number; seal: AuditSeal } {
  const salt = randomBytes(SALT_BYTES).toString('hex');
  const seq = head.seq + 1;
  const content = contentHash(entry, salt);
  const seal = { previous: head.hash, content, salt, hash: linkHash(seq, head.hash, content) };
  return { ...entry, seq, seal };
}

/** The seal of an entry out of which a person was taken; what tied it to the others stays. */
export function redactedSeal(entry: Values, seal: AuditSeal, at: Date): AuditSeal {
  const { salt: _, ...kept } = seal;
  return { ...kept, redacted: { at, content: contentHash(entry, '') } };
}

/** Whether an entry says what it said when it was sealed, or since it was redacted. */
export function saysTheSame(entry: Values, { salt, content, redacted }: AuditSeal): boolean {
  return redacted
    ? contentHash(entry, '') === redacted.content
    : salt !== undefined && contentHash(entry, salt) === content;
}

export const linkHash = (seq: number, previous: string, content: string): string =>
  sha256(JSON.stringify([seq, previous, content]));

const contentHash = (entry: Values, salt: string): string =>
  sha256(salt + canonical(Object.fromEntries(SAID.map((name) => [name, entry[name]]))));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same text for the same values, before and after the database has had them: it keeps undefined as null. */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`;
  if ('_bsontype' in value) return canonicalBson(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join()}}`;
}

/** Bytes come back from the database in a box of its own. */
const canonicalBson = (value: object): string =>
  'buffer' in value && value.buffer instanceof Uint8Array ? canonical(value.buffer) : String(value);
