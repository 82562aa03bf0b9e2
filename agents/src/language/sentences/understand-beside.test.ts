import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { aContext } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';
import { understand } from '../understand.ts';

const read = async (text: string) => {
  const asked = await understand(text, aContext(), catalogue);
  return asked.kind === 'commands' ? asked.commands : asked.kind;
};

describe('what is only told beside an order', () => {
  it.each([
    ['change the email of Jane Doe to jd@contoso.example, old one bounces', ['old one bounces']],
    ['assign Contoso to Mia, Akira has too much on his desk', ['Akira has too much on his desk']],
    // a reason that a conjunction joins is a part of the order, and no news
    ['give Globex to Carlos since he knows them', []],
    [
      'please delete Bob Tanaka from our contacts, he has left Contoso long ago',
      ['he has left Contoso long ago'],
    ],
  ])('“%s” is done, and said to be left aside: %j', async (said, aside) => {
    const asked = await read(said);
    expect(asked).toHaveLength(1);
    const [command] = typeof asked === 'string' ? [] : asked;
    expect(command?.aside ?? []).toEqual(aside);
  });

  it('is the reason where the order takes one', async () => {
    expect(await read('we lost the Litware pilot. no budget this year they say')).toMatchObject([
      { tool: 'close_deal', args: { outcome: 'lost', reason: 'no budget this year they say' } },
    ]);
    expect(await read('Unsubscribe Jane Doe from everything, she complained')).toMatchObject([
      { tool: 'suppress_contacts', args: { reason: 'she complained' } },
    ]);
  });

  it.each([
    'Move the Litware pilot to Proposal, but not before Monday',
    'delete all contacts, it was a test',
    'assign Contoso to Mia, Carlos should get Globex',
    'Create a ticket for Contoso, they cannot log in and it is urgent. I want them to get a call',
  ])('is nothing that limits it, wishes for more or belongs into it: “%s”', async (said) => {
    const asked = await understand(said, aContext(), catalogue);
    const aside = asked.kind === 'commands' ? asked.commands.flatMap((command) => command.aside ?? []) : [];
    expect(aside).toEqual([]);
  });
});

describe('several new people of one order', () => {
  it('are all from the company that is said behind the last', async () => {
    expect(await read('add Sunniva Dahl (CEO) and Okan Aydin (Head of IT) at Globex')).toMatchObject([
      {
        tool: 'create_contact',
        args: { name: 'Sunniva Dahl', jobTitle: 'CEO', company: expect.any(String) },
      },
      {
        tool: 'create_contact',
        args: { name: 'Okan Aydin', jobTitle: 'Head of IT', company: expect.any(String) },
      },
    ]);
  });

  it('may be called as a job is', async () => {
    expect(await understood('create contact Petra Lindqvist, CTO at Globex')).toBe(
      'contactAgent create_contact: name=Petra Lindqvist; jobTitle=CTO; company=@Globex',
    );
  });
});

describe('a new company', () => {
  it('has the facts that the next sentence lists', async () => {
    expect(
      await read('add the company Thornbury Glass. manufacturing, 85 people, sits in Leeds, UK'),
    ).toMatchObject([
      {
        tool: 'create_company',
        args: { name: 'Thornbury Glass', industry: 'manufacturing', employees: 85, city: 'Leeds' },
      },
    ]);
  });
});

describe('a record by what is told of it', () => {
  it.each([
    [
      'reopen the ticket with the missing column',
      'ticketAgent update_tickets: set={status: open}; ticket=missing column',
    ],
    ['close the task about the invoice', 'taskAgent complete_tasks: task=invoice'],
  ])('“%s”', async (said, command) => {
    expect(await understood(said)).toBe(command);
  });

  it('is not the one that a measure tells from the others', async () => {
    expect(await understood('close the ticket with the highest priority')).toBe('unclear');
  });
});

describe('who is deleted', () => {
  it('is never all that a teammate of that name has', async () => {
    expect(await understood('delete Carlos')).toBe('unclear');
  });
});

describe('a step', () => {
  it('is never the value itself', async () => {
    const asked = await understand('raise the target by 20k', aContext(), catalogue);
    expect(asked).toMatchObject({ kind: 'unclear' });
  });
});

describe('a teammate', () => {
  it('is taken off a record, and the record is not deleted', async () => {
    expect(await understood('remove Mia from the Litware pilot')).toBe('unclear');
  });
});
