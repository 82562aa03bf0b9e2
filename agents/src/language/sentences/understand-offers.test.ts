import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { renderCommand } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

/** What none of the buttons may do, as nothing that was said comes near it. */
const SENTENCES: ReadonlyArray<[said: string, never: RegExp]> = [
  ['remove Carlos from it', /delete_/],
  ['turn ERP off', /state=active|autonomy/],
  ['no to the Contoso deal', /close_deal/],
  ['the Contoso rollout is stuck, mark it at risk', /close_deal/],
  ['Jane Okafor is no longer interested', /company: null/],
  ['delete the note from yesterday about Contoso', /delete_|set=/],
];

describe('what is offered where the words are not clear', () => {
  it.each(SENTENCES)('“%s”', async (said, never) => {
    const understood = await understand(said, aContext(), catalogue);
    const offers = understood.kind === 'ask' ? understood.offers : [];
    expect(understood.kind).toMatch(/^(ask|unclear)$/);
    for (const offer of offers) expect(renderCommand(offer)).not.toMatch(never);
  });
});

describe('what is told behind a colon, numbers of records and half hours', () => {
  it.each<[said: string, command: RegExp]>([
    [
      'open a ticket for Contoso: export broken since this morning',
      /subject=export broken since this morning/,
    ],
    ['ticket #3 is solved', /resolve_ticket: ticket=T3/],
    ['push it back by half an hour', /move_meeting: byMinutes=30/],
    ['book half an hour with Jane Okafor tomorrow at 11', /minutes=30/],
    ['limit the model to 5 million tokens a month', /area=budget; tokens=5000000/],
  ])('“%s”', async (said, command) => {
    const understood = await understand(said, aContext(), catalogue);
    expect(understood.kind === 'commands' && understood.commands.map(renderCommand).join()).toMatch(command);
  });
});
