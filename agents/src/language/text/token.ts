export type TokenKind =
  | 'word'
  | 'number'
  | 'ordinal'
  | 'money'
  | 'percent'
  | 'clock'
  | 'date'
  | 'email'
  | 'phone'
  | 'url'
  | 'quote'
  | 'possessive'
  | 'punct'
  | 'break'
  /** What stands behind the part of a long message that is read as grammar. */
  | 'rest';

/** A piece of the message. `start` and `end` are offsets into the message, so that a value keeps the user's spelling. */
export interface Token {
  kind: TokenKind;
  text: string;
  /** Lower case, accents folded, contractions spelled out, typos of known words corrected: what grammar compares. */
  norm: string;
  start: number;
  end: number;
  /** Numbers, money, percents, ordinals; a clock time as minutes since midnight. */
  value?: number;
  /** ISO 4217 where one was written. */
  currency?: string;
  isCapital: boolean;
}
