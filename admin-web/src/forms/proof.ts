import { sha256 } from './sha256.ts';

/** What the server gives to be solved; its salt says when the form was begun. */
export interface Challenge {
  algorithm: string;
  challenge: string;
  salt: string;
  signature: string;
  maxnumber: number;
}

/** Tries at once, before the page may do something else. */
const SLICE = 500;

/** Finds the number that the challenge was made of; the page stays usable meanwhile. */
export async function solve({ maxnumber, ...given }: Challenge): Promise<object> {
  for (let from = 0; from <= maxnumber; from += SLICE) {
    for (let number = from; number < from + SLICE; number++)
      if (sha256(given.salt + number) === given.challenge) return { ...given, number };
    await new Promise((resume) => setTimeout(resume));
  }
  throw new Error('unsolved');
}
