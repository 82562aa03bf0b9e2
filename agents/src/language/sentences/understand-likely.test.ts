import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

const read = (text: string) => understand(text, aContext(), catalogue);

describe('what is surely only looked for', () => {
  it('is answered although a word of it has no place, which is said', async () => {
    const asked = await read('positive or negative vibe in the recording');
    expect(asked).toMatchObject({ kind: 'commands', commands: [{ tool: 'summarize_call' }] });
    const [command] = asked.kind === 'commands' ? asked.commands : [];
    expect(command?.aside).toEqual(['positive', 'negative', 'vibe']);
  });

  it('is asked about where the word says what a value is of, or turns it round', async () => {
    expect(await understood('contacts with a birthday in June')).toBe('unclear');
    expect(await understood('companies with purple deals')).toBe('unclear');
    expect(await understood('unsolved tickets of Contoso')).toBe('unclear');
  });

  it('stands beside a remark, which is said, and not beside what may order something', async () => {
    const asked = await read('What closes this month? The boss asked for it.');
    const [command] = asked.kind === 'commands' ? asked.commands : [];
    expect(command).toMatchObject({ tool: 'search_deals', aside: ['The boss asked for it.'] });
    expect(await understood('What closes this month? Lena shall have them.')).toBe('unclear');
    expect(await understood('Show my overdue tasks. I want them to go to Mia')).toBe('unclear');
  });
});

describe('an order that is surely meant', () => {
  it.each([
    ['Move the deal to Proposal', { tool: 'move_deal', args: { stage: 'Proposal' }, argument: 'deal' }],
    ['open a ticket for Contoso', { tool: 'create_ticket', argument: 'subject' }],
  ])('“%s” lacks one thing, which is asked for', async (said, lacks) => {
    expect(await read(said)).toMatchObject({ kind: 'unclear', lacks });
  });

  it.each([
    'make Jane Doe a sales qualified lead',
    'task completed',
    'new pipeline with the stages Lead, Demo and Won',
    'remove everybody without company and phone from my leads',
    'insights for today',
  ])('is no other deed: “%s”', async (said) => {
    expect(await understood(said)).toBe('unclear');
  });
});
