import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { type Action, defineAction } from './action.ts';

const input = z.strictObject({ text: z.string().max(2_000).default('') });

/** An action that people ask for and that needs something that is not there yet: a draft says so, and is not activated. */
export function missingAction(
  name: string,
  what: string,
  needs: string,
  repeats: Action['repeats'] = 'once',
): Action<typeof input> {
  return defineAction({
    name,
    input,
    effect: 'outside',
    repeats,
    needs,
    words: ({ text }) => `${what}${text ? ` (“${text}”)` : ''}`,
    async run() {
      throw new InvalidError(`This step needs ${needs}, which is not set up.`);
    },
  });
}
