import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understand } from '../understand.ts';

async function reply(text: string): Promise<string> {
  const found = await understand(text, aContext(), catalogue);
  return 'reply' in found ? found.reply : found.kind;
}

/** Said, and what the answer must name. */
const REPLIES: ReadonlyArray<[said: string, named: string]> = [
  ['create a 12k deal for Northwind closing in May, great weather', '“great weather”'],
  ['tag Marco Rossi and Lea Novak as event', 'nothing called “Marco Rossi” and “Lea Novak”'],
  ['assign both of them to Carlos', 'whom you mean by “them”'],
  ['remind me every monday to check the pipeline', 'repeats “every monday”'],
  ['delete Bob Tanaka with great pleasure', 'great pleasure'],
];

describe('what the answer says of a message that is not carried out', () => {
  it.each(REPLIES)('“%s”: %s', async (said, named) => {
    expect(await reply(said)).toContain(named);
  });
});
