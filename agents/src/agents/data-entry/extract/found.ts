/** A value and where it stands in the text: what has no place there was made up, and is left out. */
export interface Found {
  value: string;
  from: number;
  to: number;
}

export const PERSON_FIELDS = [
  'name',
  'jobTitle',
  'company',
  'email',
  'phone',
  'domain',
  'city',
  'country',
] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

/** Somebody as a text says them. */
export type Person = Partial<Record<PersonField, Found>>;

/** A piece of a text with its place. */
export interface Piece {
  text: string;
  from: number;
}

/** Cuts a piece at each match, keeping places; empty pieces are left out. */
export function cut({ text, from }: Piece, at: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  const add = (end: number) => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    if (trimmed) pieces.push({ text: trimmed, from: from + start + raw.indexOf(trimmed) });
  };
  for (const match of text.matchAll(at)) {
    add(match.index);
    start = match.index + match[0].length;
  }
  add(text.length);
  return pieces;
}

export const foundIn = ({ text, from }: Piece): Found => ({ value: text, from, to: from + text.length });
