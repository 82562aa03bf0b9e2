import { z } from 'zod';

/** What is wrong with the first entry that does not hold, in words too. */
const auditFaultSchema = z.object({
  kind: z.enum(['changed', 'missing', 'relinked', 'added']),
  /** Its number in the chain; absent of an entry that has none. */
  seq: z.number().int().optional(),
  /** Absent when it is missing. */
  entryId: z.string().optional(),
  text: z.string(),
});
export type AuditFault = z.infer<typeof auditFaultSchema>;

/** How far the audit log was gone through, and what was found. */
export const auditVerificationSchema = z.object({
  isIntact: z.boolean(),
  /** Entries that were looked at in this part. */
  checked: z.number().int(),
  /** Those of them out of which a person was taken. */
  redacted: z.number().int(),
  fault: auditFaultSchema.optional(),
  /** Where to go on: there is more. */
  next: z.number().int().optional(),
  /** How many entries the log has, and the hash of the newest: noted elsewhere, it proves later that nothing before was changed. */
  head: z.object({ seq: z.number().int(), hash: z.string() }),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;
