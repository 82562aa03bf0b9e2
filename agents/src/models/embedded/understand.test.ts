import { describe, expect, it } from 'vitest';
import { aContext, aFocus, fixtureId } from './testing/fixture-context.ts';
import { understand } from './understand.ts';

const northwind = fixtureId('company', 'Northwind');

async function commandsOf(text: string, over: Parameters<typeof aContext>[0] = {}) {
  const understanding = await understand(text, aContext(over));
  if (understanding.kind !== 'commands') throw new Error(`${text}: ${JSON.stringify(understanding)}`);
  return understanding.commands.map(({ tool, args }) => ({ tool, args }));
}

describe('understand', () => {
  it('reads a person with company, e-mail and title', async () => {
    expect(await commandsOf('Add Jane Doe from Northwind, jane@northwind.example, VP Sales')).toEqual([
      {
        tool: 'create_contact',
        args: { name: 'Jane Doe', company: northwind, email: 'jane@northwind.example', jobTitle: 'VP Sales' },
      },
    ]);
  });

  it('resolves "it" to the deal in focus', async () => {
    const focus = [aFocus('opportunity', 'Contoso rollout')];
    expect(await commandsOf('Move it to Proposal', { focus })).toEqual([
      { tool: 'move_deal', args: { deal: fixtureId('opportunity', 'Contoso rollout'), stage: 'Proposal' } },
    ]);
  });
});
