import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const WORDS = [
  ...ORDINALS,
  ...ORDINALS.map((_, at) => String(at + 1)),
  '1st',
  '2nd',
  '3rd',
  ...[4, 5, 6, 7, 8, 9, 10].map((at) => `${at}th`),
  'last',
];

/** One of the items of a call by its place: "the second", "3", "the last". */
export const itemShape = slot(
  { kind: 'option', options: WORDS },
  z.string().trim().min(1).max(20).describe('Its place in the list: "second", "2", "last"'),
);

/** From 0. @throws InvalidError for a place that there is not */
export function itemAt(said: string, count: number): number {
  const word = said.toLowerCase();
  const place = word === 'last' ? count : ORDINALS.indexOf(word) + 1 || Number.parseInt(word, 10);
  if (Number.isInteger(place) && place >= 1 && place <= count) return place - 1;
  throw new InvalidError(
    count === 0 ? 'This call has no action items.' : `There is no item “${said}”: the call has ${count}.`,
  );
}
