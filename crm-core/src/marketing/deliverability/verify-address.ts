import { domainToASCII } from 'node:url';
import { emailAddress, normalEmail } from '../../entity/email-address.ts';
import { mailFault } from '../../intelligence/hygiene/mail-fault.ts';
import { mailKindOf } from '../../intelligence/scoring/mail-domain.ts';
import { exchangersOf } from './check-mx.ts';
import { type DnsLookup, dnsLookup } from './dns-lookup.ts';

export interface AddressVerdict {
  address: string;
  /** `unknown`: nobody answered. An address that is `valid` is one that may exist; only mail to it tells. */
  state: 'valid' | 'risky' | 'invalid' | 'unknown';
  why: 'ok' | 'syntax' | 'typo' | 'noMail' | 'disposable' | 'role' | 'noAnswer';
  /** A whole sentence. */
  text: string;
  /** What was probably meant. */
  suggestion?: string;
}

/** Read by several people, or by none (RFC 2142 and usage). */
const ROLES = new Set(
  'abuse admin administrator billing careers contact customerservice enquiries hello help helpdesk hostmaster hr info jobs mail marketing no-reply noreply office orders postmaster press privacy root sales security service spam support team webmaster'.split(
    ' ',
  ),
);

/**
 * Whether an address looks as if mail to it arrived, without writing to it: no server is asked for a person, since port 25 is
 * closed to most and what is told to come later is no "no".
 */
export async function verifyAddress(
  text: string,
  { dns = dnsLookup() }: { dns?: DnsLookup } = {},
): Promise<AddressVerdict> {
  const address = normalEmail(text);
  const [local = '', domain = ''] = splitAtLast(address);
  const verdict = (
    state: AddressVerdict['state'],
    why: AddressVerdict['why'],
    words: string,
    suggestion?: string,
  ): AddressVerdict => ({ address, state, why, text: words, ...(suggestion && { suggestion }) });
  if (!emailAddress().safeParse(address).success || /["\s<>]/.test(address))
    return verdict('invalid', 'syntax', `${text.trim()} is not an e-mail address.`);
  const suggestion = mailFault(address)?.better;
  const found = await exchangersOf(dns, domainToASCII(domain));
  if (found === 'none' || (found !== 'unknown' && found.length === 0))
    return suggestion
      ? verdict(
          'invalid',
          'typo',
          `Nobody takes mail for ${domain}; ${suggestion} was probably meant.`,
          suggestion,
        )
      : verdict('invalid', 'noMail', `Nobody takes mail for ${domain}.`);
  if (suggestion)
    return verdict('risky', 'typo', `${suggestion} was probably meant instead of ${address}.`, suggestion);
  if (mailKindOf(address) === 'throw-away')
    return verdict('risky', 'disposable', `${domain} gives addresses that are thrown away.`);
  if (found === 'unknown')
    return verdict('unknown', 'noAnswer', `The name servers of ${domain} did not answer.`);
  if (ROLES.has(local.split('+')[0] ?? ''))
    return verdict('risky', 'role', `${local}@ is read by several people, or by none.`);
  return verdict('valid', 'ok', `${domain} takes mail.`);
}

function splitAtLast(address: string): [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, Math.max(0, at)), address.slice(at + 1)];
}
