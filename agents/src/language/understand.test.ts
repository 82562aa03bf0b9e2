import { describe, expect, it } from 'vitest';
import { catalogue } from '../registry.ts';
import type { LanguageContext } from './language-context.ts';
import { verbs } from './recognise/lexicon/verbs.ts';
import { functionWords, tradeWords } from './recognise/lexicon/words.ts';
import { aContext, aFocus, fixtureId } from './testing/fixture-context.ts';
import { understood } from './testing/render-command.ts';
import { understand } from './understand.ts';

const NOUNS = [
  ['contacts', 'search_contacts'],
  ['companies', 'search_companies'],
  ['deals', 'search_deals'],
  ['tasks', 'search_tasks'],
] as const;
const FILTERS = [
  'owned by Mia',
  'assigned to me',
  'created last week',
  'added since January',
  'updated in the last 3 days',
  'without notes',
  'not owned by Carlos',
  'created before March 1',
  'except those owned by Akira',
  'created this year and updated this month',
];

const conditionsOf = async (text: string, tool: string) => {
  const found = await understand(text, aContext(), catalogue);
  if (found.kind !== 'commands' || found.commands[0]?.tool !== tool) return 0;
  return ((found.commands[0].args.where as unknown[] | undefined) ?? []).length;
};

describe('filters', () => {
  const cases = NOUNS.flatMap(([noun, tool]) => FILTERS.map((filter) => [noun, filter, tool] as const));

  it.each(cases)('reads %s %s', async (noun, filter, tool) => {
    expect(await conditionsOf(`show all ${noun} ${filter}`, tool)).toBeGreaterThan(0);
  });

  it.each(cases)('adds up with another filter: %s %s', async (noun, filter, tool) => {
    const alone = await conditionsOf(`list ${noun} ${filter}`, tool);
    const both = await conditionsOf(`list ${noun} created after February 1 ${filter}`, tool);
    expect(both).toBe(alone + 1);
  });
});

const PARAPHRASES = [
  [
    'show my overdue tasks',
    'my overdue tasks',
    'could you please show me my overdue tasks?',
    'which of my tasks are overdue',
    'list all overdue tasks assigned to me',
    'SHOW MY OVERDUE TASKS',
  ],
  [
    'delete all contacts without an e-mail',
    'remove every contact with no email',
    'pls delete all contacts missing an email address',
    'get rid of all contacts that have no e-mail',
    'Delete all contacts who don’t have an email.',
  ],
  [
    'deals over 20k owned by Akira',
    "Akira's deals above 20,000",
    'show deals of more than €20k assigned to Akira',
    'which deals does Akira own that are worth more than 20000',
  ],
  [
    'move the Litware pilot to Proposal',
    'please put Litware pilot in proposal',
    'the Litware pilot is in Proposal now',
    'can you set the stage of the Litware pilot to proposal',
  ],
  [
    "change Bob's phone to +1 415 555 0100",
    'set the phone number of Bob to +1 415 555 0100',
    "Bob's new number is +1 415 555 0100",
    'update Bob: phone +1 415 555 0100',
  ],
  ['how many open deals do we have', 'count open deals', 'number of open deals?', 'how many deals are open'],
  [
    'companies in Germany with more than 100 employees',
    'which companies in Germany have over 100 employees',
    'list all companies with over 100 people in Germany',
  ],
];

describe('paraphrases', () => {
  it.each(PARAPHRASES)('“%s” and others mean the same', async (...group) => {
    const sorted = (text: string) =>
      text
        .split(/ & |: /)
        .sort()
        .join(' & ');
    const readings = await Promise.all(group.map(async (text) => sorted(await understood(text))));
    expect(readings).toEqual(group.map(() => readings[0]));
  });
});

describe('references', () => {
  it('takes "her" as the newest person, whatever the name', async () => {
    const focus = [aFocus('company', 'Globex'), aFocus('contact', 'Peter Vogel')];
    expect(await understood('change her title to CTO', { focus })).toBe(
      'contactAgent update_contacts: contact=@Peter Vogel; set={jobTitle: CTO}',
    );
    expect(await understood('change his title to CTO', { focus })).toBe(
      'contactAgent update_contacts: contact=@Peter Vogel; set={jobTitle: CTO}',
    );
  });

  it('takes "them" as the last list', async () => {
    const lastList = { entity: 'contact', where: [{ field: 'city', op: 'eq', value: 'Berlin' }] };
    expect(await understood('assign them to Carlos', { lastList })).toBe(
      'contactAgent update_contacts: city eq Berlin; set={owner: @Carlos Vega}',
    );
    expect(await understood('delete them', { lastList })).toBe(
      'contactAgent delete_contacts: city eq Berlin',
    );
  });

  it('takes "that company" and "the deal" by their kind, not by age', async () => {
    const focus = [
      aFocus('contact', 'Bob Tanaka'),
      aFocus('company', 'Globex'),
      aFocus('opportunity', 'Litware pilot'),
    ];
    expect(await understood('mark that company as customer', { focus })).toBe(
      'companyAgent update_companies: company=@Globex; set={status: customer}',
    );
    expect(await understood('move the deal to Discovery', { focus })).toBe(
      'dealAgent move_deal: deal=@Litware pilot; stage=Discovery',
    );
  });

  it('passes an ambiguous name on, so that the tool asks back', async () => {
    expect(await understood('delete Jane')).toBe('contactAgent delete_contacts: contact=Jane');
  });

  it('does not delete by "it" when nothing was spoken of', async () => {
    expect(await understood('delete it')).toBe('unclear');
  });
});

describe('answers to a question back', () => {
  const question: LanguageContext['question'] = {
    id: 'q',
    text: 'Which contact do you mean by “Jane”?',
    options: [
      { label: 'Jane Doe (VP Sales, Northwind)', value: fixtureId('contact', 'Jane Doe') },
      { label: 'Jane Okafor (Globex)', value: fixtureId('contact', 'Jane Okafor') },
    ],
    argument: 'contact',
    tool: 'update_contacts',
    args: { contact: 'Jane', set: { phone: '+1 415 555 0100' } },
  };
  const first = 'contactAgent update_contacts: contact=@Jane Doe; set={phone: +1 415 555 0100}';
  const second = 'contactAgent update_contacts: contact=@Jane Okafor; set={phone: +1 415 555 0100}';

  it.each([
    ['the second one', second],
    ['2', second],
    ['Jane Doe', first],
    ['the first', first],
    ['the one at Globex', second],
    ['okafor', second],
    ['the VP', first],
    ['the last one please', second],
    ['never mind', 'small_talk'],
    ['cancel', 'small_talk'],
    ['show my tasks', 'taskAgent search_tasks: assignee eq me & status ne completed'],
  ])('reads “%s”', async (said, expected) => {
    expect(await understood(said, { question })).toBe(expected);
  });

  it('fills an argument deep inside the pending call', async () => {
    const deep: LanguageContext['question'] = {
      ...question,
      argument: 'where.0.value',
      tool: 'search_contacts',
      args: { where: [{ field: 'owner', op: 'eq', value: 'Jane' }] },
    };
    expect(await understood('1', { question: deep })).toBe(
      'contactAgent search_contacts: owner eq @Jane Doe',
    );
  });
});

/** A generator of the same numbers each run. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

describe('robustness', () => {
  it('never throws on word salad, passes valid arguments only, and deletes nothing without an object', async () => {
    const words = [
      ...functionWords,
      ...tradeWords,
      ...verbs.flatMap((verb) => verb.words),
      'Jane',
      'Northwind',
      '20k',
      ',',
      ':',
      '?',
      'Friday',
      '"x"',
      "'s",
      '50%',
    ];
    const random = numbers(7);
    for (let round = 0; round < 400; round++) {
      const length = 1 + ((random.next().value as number) % 14);
      const salad = Array.from({ length }, () => words[(random.next().value as number) % words.length]).join(
        ' ',
      );
      const found = await understand(salad, aContext(), catalogue);
      if (found.kind !== 'commands') continue;
      for (const { tool, args } of found.commands) {
        expect(catalogue.tool(tool)?.tool.input.safeParse(args).success, salad).toBe(true);
        if (tool.startsWith('delete_')) expect(Object.keys(args).length, salad).toBeGreaterThan(0);
      }
    }
  }, 60_000);

  it.each([
    ['empty', ''],
    ['blank', '  \n '],
    ['emoji', '👍🎉'],
    ['punctuation', '?!...'],
    ['a lone quote', '"'],
    ['markup', '<b onclick=1>x</b> ![](http://x.test/a.png)'],
  ])('answers %s text without acting', async (_, text) => {
    expect((await understand(text, aContext(), catalogue)).kind).toBe('unclear');
  });

  it.each([
    'lorem ipsum dolor sit amet ',
    'a',
    'delete all contacts and ',
    'Jane Smith Northwind ',
    '((((1.',
  ])('bounds the work on 20,000 characters of “%s”', async (part) => {
    const [short, long] = [2_000, 20_000].map((length) => part.repeat(Math.ceil(length / part.length)));
    await fastest(short ?? '');
    await fastest(long ?? '');
    const once = await fastest(short ?? '');
    // ten times the text may take a little more than ten times as long, never its square;
    // both are measured in the same run, so that a busy machine slows both
    expect(await fastest(long ?? '')).toBeLessThan(30 * Math.max(once, LEAST_MS));
  });
});

/** Under this a time says more of the clock than of the work. */
const LEAST_MS = 5;

/** The fastest of some runs, in milliseconds: the one that others disturbed least. */
async function fastest(text: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const from = performance.now();
    await understand(text, aContext(), catalogue);
    times.push(performance.now() - from);
  }
  return Math.min(...times);
}

describe('time zones', () => {
  it('keeps the wall clock over the change of summer time', async () => {
    const now = new Date('2026-03-28T09:00:00Z');
    expect(await understood('remind me to call Bob tomorrow at 10', { now })).toContain(
      'due=2026-03-29T10:00:00+02:00',
    );
    expect(
      await understood('remind me to call Bob on March 9 at 10', {
        now: new Date('2026-03-07T15:00:00Z'),
        timeZone: 'America/New_York',
      }),
    ).toContain('due=2026-03-09T10:00:00-04:00');
  });

  it('counts days in the user’s zone', async () => {
    const now = new Date('2026-03-11T03:30:00Z');
    expect(await understood('tasks due today', { now, timeZone: 'America/New_York' })).toContain(
      'due gte 2026-03-10T00:00:00-04:00',
    );
    expect(await understood('tasks due today', { now })).toContain('due gte 2026-03-11T00:00:00+01:00');
  });
});
