import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What kind of mailbox it is. */
export type MailKind = 'company' | 'personal' | 'throw-away';

/** Providers where anybody has a mailbox; about 20,000 throw-away ones are known besides. */
let providers: ReadonlySet<string> | undefined;
let blacklist: ReadonlySet<string> | undefined;

/** @param email - of whatever form; undefined when it has no domain */
export function mailKindOf(email: string | undefined): MailKind | undefined {
  const domain = email?.toLowerCase().split('@')[1];
  if (!domain) return undefined;
  blacklist ??= new Set((require('mailchecker') as { blacklist(): Iterable<string> }).blacklist());
  providers ??= new Set(require('email-providers/common.json') as string[]);
  const parents = domain.split('.').map((_, at, labels) => labels.slice(at).join('.'));
  if (parents.some((parent) => blacklist?.has(parent))) return 'throw-away';
  return parents.some((parent) => providers?.has(parent)) ? 'personal' : 'company';
}
