/** The letters of the alphabet that phones share (GSM 03.38); those of the second line take two places. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const DOUBLE = '\f^{}\\[~]|€';

/** More than that no vendor takes in one message. */
export const MOST_LETTERS = 1_600;

export interface Segments {
  /** So many messages are charged. */
  count: number;
  /** A letter outside the phones' alphabet makes all of them twice as large. */
  isUnicode: boolean;
}

/** How many messages a text is charged as: 160 letters, or 153 each of several; with other alphabets 70 and 67. */
export function segmentsOf(text: string): Segments {
  let places = 0;
  for (const letter of text) {
    if (BASIC.includes(letter)) places += 1;
    else if (DOUBLE.includes(letter)) places += 2;
    else return { count: inParts(text.length, 70, 67), isUnicode: true };
  }
  return { count: inParts(places, 160, 153), isUnicode: false };
}

const inParts = (places: number, single: number, each: number) =>
  places <= single ? 1 : Math.ceil(places / each);
