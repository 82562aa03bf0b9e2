import type { CrmCore } from '../../crm-core.ts';
import { auditChainOf } from '../../entity/audit-chain.ts';
import { type AuditSeal, linkHash, saysTheSame } from '../../entity/audit-seal.ts';
import type { AuditFault, AuditVerification } from './audit-verification.schema.ts';
import type { UserActionRecord } from './user-action.schema.ts';

/** Entries of one part: less than a second's work. */
const PART = 5_000;

type Entry = Omit<UserActionRecord, 'id'> & { _id: string; seq: number; seal: AuditSeal };

/**
 * Goes through a part of the chain of audit entries and stops at the first that does not hold: changed since it was
 * written, missing, tied to another one before it, or added past the chain.
 *
 * @param from - the number to begin with, `next` of the part before
 */
export async function verifyAudit(
  crm: CrmCore,
  workspaceId: string,
  { from = 1, limit = PART }: { from?: number | undefined; limit?: number } = {},
): Promise<AuditVerification> {
  const log = crm.store.model('userAction').collection;
  // read first: what is written meanwhile comes after it
  const head = await auditChainOf(crm.store).head(workspaceId);
  const result: AuditVerification = { isIntact: true, checked: 0, redacted: 0, head };
  const broken = (fault: AuditFault): AuditVerification => ({ ...result, isIntact: false, fault });
  if (from === 1) {
    const added = (await log.findOne({ workspaceId, seq: { $exists: false } } as never)) as Entry | null;
    if (added)
      return broken({ kind: 'added', entryId: added._id, text: `${nameOf(added)} is not in the chain.` });
  }
  const before = (await log.findOne({
    workspaceId,
    isDeleted: false,
    seq: from - 1,
  } as never)) as Entry | null;
  let [seq, hash] = [from - 1, before?.seal.hash ?? ''];
  const entries = log
    .find({ workspaceId, isDeleted: false, seq: { $gte: from } } as never)
    .sort({ seq: 1 })
    .limit(limit);
  for await (const one of entries) {
    const entry = one as unknown as Entry;
    if (entry.seq !== seq + 1) return broken(missing(seq + 1, entry.seq - 1));
    const fault = faultOf(entry, hash);
    if (fault) return broken(fault);
    [seq, hash] = [entry.seq, entry.seal.hash];
    result.checked++;
    if (entry.seal.redacted) result.redacted++;
  }
  if (result.checked === limit && seq < head.seq) return { ...result, next: seq + 1 };
  return seq < head.seq ? broken(missing(seq + 1, head.seq)) : { ...result, head: { seq, hash } };
}

function faultOf(entry: Entry, previous: string): AuditFault | undefined {
  const { seq, seal } = entry;
  const found = { seq, entryId: entry._id };
  if (!saysTheSame(entry, seal))
    return { kind: 'changed', ...found, text: `${nameOf(entry)} does not say any more what was written.` };
  if (seal.previous !== previous || seal.hash !== linkHash(seq, previous, seal.content))
    return { kind: 'relinked', ...found, text: `${nameOf(entry)} does not follow from the entry before it.` };
  return undefined;
}

const missing = (first: number, last: number): AuditFault => ({
  kind: 'missing',
  seq: first,
  text:
    first === last
      ? `Entry ${first} is missing.`
      : `${last - first + 1} entries are missing, from ${first} to ${last}.`,
});

/** "Entry 12 (Northwind, updated on 2026-03-01)". */
const nameOf = ({ seq, recordTitle, change, at }: Entry): string =>
  `${seq ? `Entry ${seq}` : 'An entry'} (${recordTitle}, ${change} on ${at instanceof Date ? at.toISOString().slice(0, 10) : 'no date'})`;
