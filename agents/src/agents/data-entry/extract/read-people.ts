import { isPhoneNumber } from '@clianta/crm-core/entity/phone-number';
import { fold } from '@clianta/crm-core/entity/search-text';
import { mailKindOf } from '@clianta/crm-core/intelligence/scoring/mail-domain';
import { cut, type Found, foundIn, type Person, type Piece } from './found.ts';
import { newestOf } from './newest-author.ts';
import { readVcards } from './read-vcards.ts';

const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const WEB = /\b(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:\/\S*)?/i;
const PHONE = /(?:\+|\(?0)[\d\s().\-/]{5,24}\d(?:\s*(?:ext\.?|x)\s*\d{1,6})?|\b\d{3}[\s.-]\d{4}\b/;
const FAX = /\b(?:fax|telefax)\b/i;
const TITLE =
  /\b(?:c[eftois]o|chief|president|vice|vp|evp|svp|director|manager|head of|lead|founder|partner|owner|officer|engineer|developer|architect|buyer|purchas\w*|procurement|consultant|analyst|assistant|specialist|representative|coordinator|counsel|principal|einkauf\w*|vertrieb\w*|leiter\w*|geschäftsführ\w*|account executive|chair\w*)\b/i;
const LEGAL =
  /\b(?:inc|incorporated|llc|llp|ltd|limited|corp|corporation|gmbh|ag|kg|se|sa|sas|sarl|bv|nv|ab|as|oy|aps|plc|pte|pty|co|company|group|holdings?|srl|spa)\b\.?$|&\s+(?:sons|co|partners)\b/i;
const GREETING =
  /^(?:(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks|greetings)|cheers|thanks|thank you|sincerely|mit freundlichen grüßen|viele grüße|beste grüße|hi|hello|dear|hallo|liebe\w*|signature)\b[\s,!.]*/i;
const NAME =
  /^(?:(?:dr|prof|mr|mrs|ms|herr|frau)\.?\s+)*(?:\p{Lu}[\p{L}'’.-]*\s+(?:(?:van|von|de|der|den|da|di|la|el|bin|al)\s+)*){1,3}\p{Lu}[\p{L}'’-]+$/u;
const HONORIFIC = /^(?:(?:dr|prof|mr|mrs|ms|herr|frau)\.?\s+)+/i;
const SEPARATOR = /\s*[|;•·\n\r\t]\s*|\s+[/–—-]\s+|,\s+/g;

/** The people that a text tells of, each value where it stands in the text. */
export function readPeople(text: string): Person[] {
  const cards = readVcards(text);
  if (cards) return cards.filter(isSomebody);
  const newest = newestOf(text);
  const mails = [...newest.text.matchAll(new RegExp(MAIL, 'g'))];
  const bracketed = inBrackets(newest);
  if (bracketed.length > 1) return bracketed;
  const lines = mails.length > 1 ? ownPieces(newest, mails.length) : [newest];
  const people = lines.map(readOne).filter(isSomebody);
  return people.length > 0 ? people : bracketed;
}

const isSomebody = ({ name, email }: Person): boolean => name !== undefined || email !== undefined;

/** Where each line, or each part between semicolons, has a mail address of its own: one each. */
function ownPieces(piece: Piece, count: number): Piece[] {
  for (const at of [/\n+/g, /;\s*/g, /,\s+(?=\p{Lu}\S*\s+\p{Lu}\S*\s+\S+@)/gu]) {
    const pieces = cut(piece, at).filter(({ text }) => MAIL.test(text));
    if (pieces.length === count) return pieces;
  }
  return [piece];
}

/** "A. Berg (Nordlicht), Ivan Sokolov (Stroyka, Moscow, ivan@stroyka.ru)". */
function inBrackets({ text, from }: Piece): Person[] {
  const pattern = /((?:\p{Lu}[\p{L}'’.-]*\s+){0,3}\p{Lu}[\p{L}'’-]+)\s*\(([^()]{2,120})\)/gu;
  return [...text.matchAll(pattern)].map((match) => {
    const [whole, name = '', inside = ''] = match;
    const start = from + match.index;
    const within = { text: inside, from: start + whole.indexOf('(') + 1 };
    const rest = readParts(cut(within, SEPARATOR));
    const { name: firstPiece, ...others } = rest;
    return {
      ...others,
      name: { value: name, from: start, to: start + name.length },
      ...(!others.company && firstPiece && { company: firstPiece }),
    };
  });
}

const readOne = (piece: Piece): Person => readParts(cut(piece, SEPARATOR));

function readParts(pieces: readonly Piece[]): Person {
  const person: Person = {};
  const open: Piece[] = [];
  const put = (field: keyof Person, found: Found) => {
    person[field] ??= found;
  };
  for (const whole of pieces) {
    const greeting = GREETING.exec(whole.text)?.[0].length ?? 0;
    const piece = { text: whole.text.slice(greeting).trim(), from: whole.from + greeting };
    const mail = within(piece, MAIL);
    if (mail) put('email', mail);
    const rest = mail
      ? { ...piece, text: piece.text.replace(mail.value, ' '.repeat(mail.value.length)) }
      : piece;
    const phone = FAX.test(rest.text) ? undefined : within(rest, PHONE);
    if (phone && isPhoneNumber(phone.value)) put('phone', phone);
    const web = mail || phone ? undefined : webIn(rest);
    if (web) put('domain', web);
    const left = rest.text.trim().replace(/^(?:name|contact|company|firma)\s*:\s*/i, '');
    const plain = { text: left, from: rest.from + rest.text.indexOf(left) };
    if (left === '' || phone || web || FAX.test(left)) continue;
    if (TITLE.test(left) && left.length <= 80 && !LEGAL.test(left)) put('jobTitle', foundIn(plain));
    else if (LEGAL.test(left)) put('company', foundIn(plain));
    else if (!/\d/.test(left)) open.push(plain);
  }
  const domain =
    person.email && mailKindOf(person.email.value) === 'company'
      ? person.email.value.split('@')[1]
      : undefined;
  const label = fold((person.domain?.value ?? domain ?? '').split('.')[0] ?? '');
  const isOfDomain = ({ text }: Piece) =>
    label.length > 2 && fold(text).replaceAll(' ', '').startsWith(label.slice(0, 5));
  const name =
    open.find((piece) => NAME.test(piece.text) && !isOfDomain(piece)) ??
    open.find(({ text }) => NAME.test(text));
  if (name) put('name', withoutHonorific(name));
  const company =
    open.find(isOfDomain) ??
    open.find((piece) => piece !== name && /^\p{Lu}/u.test(piece.text) && piece.text.length <= 60);
  if (company && company !== name) put('company', foundIn(company));
  if (domain && person.email) {
    const from = person.email.to - domain.length;
    put('domain', { value: domain, from, to: person.email.to });
  }
  return person;
}

function within({ text, from }: Piece, pattern: RegExp): Found | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const value = match[0].trim();
  return { value, from: from + match.index, to: from + match.index + value.length };
}

function webIn({ text, from }: Piece): Found | undefined {
  const match = WEB.exec(text);
  const value = match?.[1]?.toLowerCase().replace(/^www\./, '');
  if (!match || !value || (!/^(?:https?:|www\.)/i.test(match[0]) && match[0] !== text.trim()))
    return undefined;
  const at = text.toLowerCase().indexOf(value);
  return { value, from: from + at, to: from + at + value.length };
}

function withoutHonorific({ text, from }: Piece): Found {
  const length = HONORIFIC.exec(text)?.[0].length ?? 0;
  return foundIn({ text: text.slice(length), from: from + length });
}
