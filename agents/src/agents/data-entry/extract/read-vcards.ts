import type { Found, Person, PersonField } from './found.ts';

const FIELDS: Readonly<Record<string, PersonField>> = {
  FN: 'name',
  TITLE: 'jobTitle',
  ORG: 'company',
  EMAIL: 'email',
  TEL: 'phone',
  URL: 'domain',
};
const CARD = /BEGIN:VCARD[\s\S]*?END:VCARD/gi;
/** A property: its name, its parameters, its value; a line that begins with a space goes on (RFC 6350, 3.2). */
const PROPERTY = /^(?:[\w-]+\.)?([A-Z-]+)((?:;[^:\r\n"]*(?:"[^"]*")?)*):(.*(?:\r?\n[ \t].*)*)/gim;

/** The people of a text with contact cards (vCard 2.1 to 4.0); undefined when it has none. */
export function readVcards(text: string): Person[] | undefined {
  const cards = [...text.matchAll(CARD)];
  if (cards.length === 0) return undefined;
  return cards.map(({ 0: card, index }) => {
    const person: Person = {};
    for (const match of card.matchAll(PROPERTY)) {
      const [, property = '', parameters = '', raw = ''] = match;
      const name = property.toUpperCase();
      const found = readValue(raw, name, parameters, index + match.index + match[0].length - raw.length);
      if (!found) continue;
      const field = FIELDS[name];
      // of several the first, or the one that is preferred
      if (field && (!person[field] || /PREF/i.test(parameters))) person[field] = found;
      if (name === 'ADR') Object.assign(person, addressOf(found));
    }
    return person;
  });
}

function readValue(raw: string, name: string, parameters: string, from: number): Found | undefined {
  const unfolded = raw.replace(/\r?\n[ \t]/g, '').trim();
  const decoded = /QUOTED-PRINTABLE/i.test(parameters) ? fromQuoted(unfolded) : unfolded;
  const whole = name === 'ORG' ? (decoded.split(/(?<!\\);/)[0] ?? '') : decoded;
  const value =
    name === 'ADR'
      ? whole
      : whole
          .replace(/\\([,;\\])/g, '$1')
          .replace(/\\n/gi, ' ')
          .replace(/^tel:|^mailto:/i, '');
  return value.replaceAll(';', '') ? { value, from, to: from + raw.length } : undefined;
}

/** Post office box, extended, street, city, region, code, country. */
function addressOf({ value, from, to }: Found): Person {
  const parts = value.split(/(?<!\\);/).map((part) => part.replace(/\\([,;\\])/g, '$1').trim());
  const [city, country] = [parts[3], parts[6]];
  return {
    ...(city && { city: { value: city, from, to } }),
    ...(country && { country: { value: country, from, to } }),
  };
}

const fromQuoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
