import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';

/**
 * One way to write an address: without blanks round it, in small letters, an international domain in its own letters
 * (`jane@XN--MNCHEN-3YA.example` is `jane@münchen.example`). What is no address stays as it is.
 */
export function normalEmail(text: string): string {
  const email = text.normalize('NFC').trim().toLowerCase();
  const { local, ascii } = partsOf(email);
  return ascii ? `${local}@${domainToUnicode(ascii)}` : email;
}

/** Whether mail could be sent there; the domain may be an international one. */
function isEmail(text: string): boolean {
  const { local, ascii } = partsOf(text);
  // zod knows no top-level domain in punycode
  const domain = ascii.replace(/\.xn--[a-z0-9-]+$/, '.example');
  return ascii !== '' && z.email().safeParse(`${local}@${domain}`).success;
}

function partsOf(email: string): { local: string; ascii: string } {
  const at = email.lastIndexOf('@');
  return { local: email.slice(0, Math.max(0, at)), ascii: at > 0 ? domainToASCII(email.slice(at + 1)) : '' };
}

/** An e-mail address in its one way of writing. */
export const emailAddress = () =>
  z
    .string()
    .overwrite(normalEmail)
    .max(254)
    .refine(isEmail, 'is not an e-mail address such as jane@example.com')
    .meta({ format: 'email' });
