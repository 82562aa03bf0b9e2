import { domainToASCII } from 'node:url';
import { normalEmail } from '../entity/email-address.ts';
import { phoneWords } from '../entity/phone-number.ts';
import { foldLetters } from '../entity/search-text.ts';
import { digitsOf } from './erased-keys.ts';
import type { PersonKeys } from './erasure/erasure.schema.ts';

/** What stands where a person was named. */
export const ERASED = '[erased]';

/** A number of fewer digits, written without its country code, could be anything. */
const LEAST_DIGITS = 7;
const ID = /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Finds a person in texts: by their addresses, their numbers, the ids of their records and their whole name. */
export class PersonMatcher {
  readonly #ids: ReadonlySet<string>;
  readonly #whole: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;
  readonly #sure: RegExp | undefined;
  readonly #name: RegExp | undefined;

  /** @param linkedIds - of further records that go with the person */
  constructor(keys: PersonKeys, linkedIds: Iterable<string> = []) {
    this.#ids = new Set([...keys.contactIds, ...linkedIds]);
    this.#whole = new Set([...keys.emails.map(normalEmail), ...keys.phones.map(digitsOf)]);
    this.#names = new Set(keys.names.map(foldLetters));
    const sure = [...keys.emails.flatMap(emailPatterns), ...keys.phones.flatMap(phonePatterns)];
    this.#sure = sure.length > 0 ? new RegExp(sure.join('|'), 'giu') : undefined;
    const names = keys.names.flatMap(namePatterns);
    this.#name = names.length > 0 ? new RegExp(names.join('|'), 'giu') : undefined;
  }

  /** Whether the text is nothing but the person: an address, a number, an id or the name. */
  is(text: string): boolean {
    return this.isKey(text) || this.#names.has(foldLetters(text.trim()));
  }

  /** The same without the name, which others may have too. */
  isKey(text: string): boolean {
    const trimmed = text.trim();
    if (this.#ids.has(trimmed)) return true;
    if (trimmed.includes('@')) return this.#whole.has(normalEmail(trimmed));
    return /^[+\d]/.test(trimmed) && this.#whole.has(digitsOf(trimmed));
  }

  /** The text without the person. */
  erase(text: string): string {
    let next = text;
    if (this.#sure) next = next.replace(this.#sure, ERASED);
    if (this.#name) next = next.replace(this.#name, ERASED);
    return next.replace(ID, (id) => (this.#ids.has(id) ? ERASED : id));
  }

  /** How the person stands in the text: `key` for certain, `name` where only the whole name does. */
  find(text: string): 'key' | 'name' | undefined {
    if (this.#sure && text.search(this.#sure) >= 0) return 'key';
    for (const [id] of text.matchAll(ID)) if (this.#ids.has(id)) return 'key';
    return this.#name && text.search(this.#name) >= 0 ? 'name' : undefined;
  }

  /** Where in the text the whole name stands. */
  place(text: string): number | undefined {
    const at = this.#name ? text.search(this.#name) : -1;
    return at < 0 ? undefined : at;
  }
}

/** The address, also as it stands in links and with its domain in ASCII; no longer address that ends in it. */
function emailPatterns(email: string): string[] {
  const normal = normalEmail(email);
  const at = normal.lastIndexOf('@');
  const [local, domain] = [normal.slice(0, at), normal.slice(at + 1)];
  const domains = [...new Set([domain, domainToASCII(domain)].filter(Boolean))].map(escaped);
  return [
    `(?<![\\p{L}\\p{N}._+-])${escaped(local)}(?:@|%40)(?:${domains.join('|')})(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}-])`,
  ];
}

/** The number as people write it, with and without its country code. */
function phonePatterns(phone: string): string[] {
  const apart = (digits: string) => [...digits].join('[\\s().\\/\\u00a0-]*');
  const [full = '', national] = phoneWords(phone).map(digitsOf);
  if (full.length < LEAST_DIGITS) return [];
  const own = (pattern: string) => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;
  return [
    own(`(?:\\+|00)?[\\s(]*${apart(full)}`),
    ...(national && national !== full && national.length >= LEAST_DIGITS
      ? [own(`\\(?0?\\)?[\\s().\\/-]*${apart(national)}`)]
      : []),
  ];
}

/** "Jane Doe" and "Doe, Jane", with accents and without. A single word is nobody's alone. */
function namePatterns(name: string): string[] {
  const patterns = [name, foldLetters(name)].flatMap((one) => {
    const words = one.trim().split(/\s+/).filter(Boolean).map(escaped);
    if (words.length < 2) return [];
    const [last = '', first] = [words.at(-1), words.slice(0, -1).join('\\s+')];
    return [words.join('\\s+'), `${last},\\s*${first}`];
  });
  return [...new Set(patterns)].map((pattern) => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`);
}
