import type { AuditVerification } from '@clianta/crm-core/tracking/user-action/audit-verification.schema';

/** What was found in all parts so far. */
export type Verified = AuditVerification;

/** "All 1,204 entries are as they were written." */
export function verifiedText({ checked, redacted, head, fault, next }: Verified, locale: string): string {
  const number = (value: number) => value.toLocaleString(locale);
  if (fault)
    return `The log is broken. ${fault.text} ${checked === 1 ? 'The entry before it is' : `The ${number(checked)} entries before it are`} as written.`;
  if (next) return `${number(checked)} of ${number(head.seq)} entries are as they were written so far.`;
  if (checked === 0) return 'There are no entries yet.';
  const taken =
    redacted > 0
      ? ` A person was erased from ${number(redacted)} of them; their places in the log are proven.`
      : '';
  const all =
    checked === 1 ? 'The one entry is as it was' : `All ${number(checked)} entries are as they were`;
  return `${all} written.${taken} To prove that later, note the number ${head.seq} and the hash ${head.hash}.`;
}
