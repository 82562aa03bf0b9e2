import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../registry.ts';
import { vocabularyOf } from '../../recognise/lexicon/vocabulary.ts';
import { nameLookup } from '../../recognise/names/known-names.ts';
import { readUnits } from '../../recognise/read-units.ts';
import { textOf } from '../../recognise/unit.ts';
import { aContext } from '../../testing/fixture-context.ts';
import { tokenise } from '../../text/tokenise.ts';
import { splitClauses } from './clauses.ts';

async function clausesOf(message: string): Promise<string[]> {
  const context = aContext();
  const vocabulary = vocabularyOf(context, catalogue);
  const units = await readUnits(tokenise(message), message, context, vocabulary, nameLookup(context));
  const clause = { units, message, vocabulary };
  return splitClauses(clause).map(({ from, to }) => textOf(clause, from, to));
}

describe('splitClauses', () => {
  it.each([
    ['add Kim and create a deal for her', ['add Kim', 'create a deal for her']],
    ['move it to Proposal, then remind me tomorrow', ['move it to Proposal', 'remind me tomorrow']],
    ['delete Bob; undo that', ['delete Bob', 'undo that']],
    ['Show my tasks. What closes this week?', ['Show my tasks', 'What closes this week?']],
    ['show Jane and Bob', ['show Jane and Bob']],
    ['change her name and phone', ['change her name and phone']],
    ['remember that Bob likes tea and hates calls', ['remember that Bob likes tea and hates calls']],
    ['remind me to call Jane and send the deck', ['remind me to call Jane and send the deck']],
    [
      'log a call with Bob: wants a quote and asked to see a demo',
      ['log a call with Bob: wants a quote and asked to see a demo'],
    ],
    ['show deals over 10k and under 20k', ['show deals over 10k and under 20k']],
  ])('splits “%s”', async (message, clauses) => {
    expect(await clausesOf(message)).toEqual(clauses);
  });
});
