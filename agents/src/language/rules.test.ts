import { idFrom } from '@clianta/crm-core/entity/ids';
import { fold, foldWords } from '@clianta/crm-core/entity/search-text';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../registry.ts';
import type { Command, LanguageContext } from './language-context.ts';
import { vocabularyOf } from './recognise/lexicon/vocabulary.ts';
import { functionWords } from './recognise/lexicon/words.ts';
import { pick, seeded } from './route/training/random.ts';
import { partsOf, spokenOf } from './sayings.ts';
import { aContext, aFocus, titleOfId } from './testing/fixture-context.ts';
import { tokenise } from './text/tokenise.ts';
import { understand } from './understand.ts';

/** Orders that are clear as they stand; the fixture has the records that they name. */
const ORDERS = `
add Kim Novak from Contoso
add Kim Novak as VP Sales at Litware
create a contact Rita Song at Globex
create a company called Hollow Pine
add a company Tern Tide in Oslo
create a 12k deal for Contoso
create a deal for Litware worth 40k closing on March 20
open a deal for Globex over 9000
move the Contoso rollout to Proposal
move the Litware pilot to Negotiation
set the stage of the Globex expansion to Discovery
push the Fabrikam renewal to Qualified
move it to Proposal
mark the Fabrikam renewal as won
mark the Litware pilot as lost because of the price
close the Wingtip upgrade as won
assign the Contoso rollout to Carlos
assign Jane Okafor to Mia
make Akira the owner of Contoso
reassign all of Akira's open deals to Carlos
assign all contacts at Contoso to Mia
give the Litware pilot to Ines
tag Contoso as partner
tag Jane Okafor as vip
remove the tag vip from Jane Okafor
change Bob Tanaka's job title to CTO
change the phone of Bob Tanaka to +1 415 555 0144
set the city of Contoso to Turin
set Bob Tanaka's email to bob@tanaka.example
set the amount of the Contoso rollout to 45000
raise the amount of the Litware pilot by 10%
set the close date of the Globex expansion to March 27
set the seats of the Initech onboarding to 40
set the industry of Northwind to Logistics
mark Jane Okafor as qualified
delete the Wingtip upgrade
delete the contact Tom Becker
delete the company Proseware
delete all deals of Globex
remind me to call Bob Tanaka tomorrow
remind me tomorrow at 10 to send the offer to Jane Okafor
remind me to water the plants on Friday
create a task to prepare the slides by Thursday
add a task for Carlos to check the contract
schedule a call with Hiro Sato on Monday at 9
complete the task Send Contoso quote
mark the task Prepare Fabrikam slides as done
move the task Send Contoso quote to Friday
assign the task Send Contoso quote to Mia
set the priority of the task Send Contoso quote to high
delete the task Prepare Fabrikam slides
log a call with Bob Tanaka: wants a revised quote
log a meeting with Hiro Sato: happy with the pilot
log an email to Sofia Marchetti: sent the brochure
add a note to Contoso: audit until June
add a note to the Litware pilot: legal is slow
remember that Hiro Sato prefers mornings
remember that Contoso never buys before summer
set my follow-up with Ana Ruiz for Friday
follow up with Omar Haddad on Monday
Contoso grew to 320 people
Contoso has 320 employees now, please update
the contact for the Litware pilot is Ana Ruiz
make Ana Ruiz the contact of the Litware pilot
put down a deal of 22k with Contoso
we have a new lead: Petra Vogel, CTO of Globex
put vip as a tag on Contoso
put a note on the Fabrikam renewal: board decides in May
enrich Bob Tanaka
create a pipeline called Renewals with stages Notice, Offer, Signed
lost the Wingtip upgrade to a competitor
the Contoso rollout will close on March 27
next step for the Litware pilot: workshop with legal
`
  .trim()
  .split('\n');
const STRANGE = ['zorblat', 'purple', 'half', 'Tuscan', 'wobbly', 'fishmonger', 'quarterly', 'retired'];
const NARROWING = ['not', 'only', 'except', 'without', 'never'];
const SEED = 20;

const context = aContext({
  focus: [aFocus('opportunity', 'Contoso rollout'), aFocus('contact', 'Jane Doe')],
});

/** What would be written at once or proposed. */
async function writesOf(text: string, of: LanguageContext = context): Promise<Command[]> {
  const read = await understand(text, of, catalogue);
  if (read.kind !== 'commands') return [];
  return read.commands.filter(({ tool }) => catalogue.tool(tool)?.tool.effect !== 'read');
}

/** All that the arguments say, ids by the names of their records. */
const saidIn = (commands: readonly Command[]) =>
  commands
    .flatMap(({ args }) => leavesOf(args))
    .map((leaf) => titleOfId(leaf))
    .join('\n')
    .toLowerCase();

const leavesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)];

const argsOf = (commands: readonly Command[]) =>
  JSON.stringify(commands.map(({ tool, args }) => [tool, args]));

/** Between two words, but not within a name that is written in capitals. */
function places(words: readonly string[]): number[] {
  const isCapital = (at: number) => /^\p{Lu}/u.test(words[at] ?? '');
  return words.map((_, at) => at).filter((at) => at > 0 && !(isCapital(at) && isCapital(at - 1)));
}

function inserted(text: string, word: string, random: () => number): string {
  const words = text.split(' ');
  const open = places(words);
  words.splice(open[Math.floor(random() * open.length)] ?? 1, 0, word);
  return words.join(' ');
}

describe('an order with a word more', () => {
  const random = seeded(SEED);
  const strange = ORDERS.flatMap((order) => {
    const word = pick(STRANGE, random);
    return [{ word, said: inserted(order, word, random) }];
  });
  const narrow = ORDERS.flatMap((order) => {
    const word = pick(NARROWING, random);
    return [{ order, word, said: inserted(order, word, random) }];
  });

  it.each(strange)('writes the strange word or nothing: “$said”', async ({ word, said }) => {
    const writes = await writesOf(said);
    if (writes.length > 0) expect(saidIn(writes)).toContain(word.toLowerCase());
  });

  it.each(narrow)('does not write the same as without “$word”: “$said”', async ({ order, said }) => {
    const writes = await writesOf(said);
    if (writes.length > 0) expect(argsOf(writes)).not.toBe(argsOf(await writesOf(order)));
  });
});

/** Words that a time is said in; accounted for where an argument is a date. */
const TIME = /^(?:tomorrow|today|on|at|by|in|for|(?:mon|tues|wednes|thurs|fri|satur|sun)day|march|june|\d+)$/;
const DATED = /\d{4}-\d{2}-\d{2}|[+-]\d+[dhwm]/;

/** Content words of a sentence that are nowhere in what is to be done, nor what its tools are asked with. */
function unsaidIn(said: string, commands: readonly Command[]): string[] {
  const values = `${saidIn(commands)} ${argsOf(commands).toLowerCase()}`;
  const asked = new Set(
    commands.flatMap(({ agent, tool }) =>
      (catalogue.agent(agent)?.sayings?.[tool] ?? []).flatMap((saying) =>
        partsOf(spokenOf(saying)).flatMap((part) => ('words' in part ? wordsOf(part.words) : [])),
      ),
    ),
  );
  return wordsOf(said).filter((word) => {
    if (functionWords.has(word) || asked.has(word) || isDeedOrKind(word)) return false;
    if (values.includes(word) || (TIME.test(word) && DATED.test(values))) return false;
    const amount = /^(\d+)k$/.exec(word)?.[1];
    return !(amount && values.includes(`${amount}000`));
  });
}

const vocabulary = vocabularyOf(context, catalogue);
const isDeedOrKind = (word: string) =>
  vocabulary
    .startingWith(word)
    .some(({ words, sense }) => words.length === 1 && /^(?:verb|entity)$/.test(sense.type));

const wordsOf = (text: string) =>
  tokenise(text).flatMap(({ kind, norm }) =>
    /^(?:punct|break|possessive)$/.test(kind) || norm === "'s" ? [] : norm.toLowerCase().replace(/%$/, ''),
  );

describe('an order with a word less or two words swapped', () => {
  const random = seeded(SEED);
  const changed = ORDERS.flatMap((order) => {
    const words = order.split(' ');
    const at = 1 + Math.floor(random() * (words.length - 2));
    const fewer = words.toSpliced(at, 1);
    const swapped = words.toSpliced(at, 2, words[at + 1] ?? '', words[at] ?? '');
    return [fewer, swapped].map((some) => ({ said: some.join(' ') }));
  });

  it.each(changed)('writes nothing that leaves a word out: “$said”', async ({ said }) => {
    const writes = await writesOf(said);
    if (writes.length > 0) expect(unsaidIn(said, writes)).toEqual([]);
  });
});

describe('records, stages and fields called by everyday words', () => {
  const EVERYDAY: ReadonlyArray<readonly [entity: string, title: string]> = [
    ['contact', 'Monday Okoro'],
    ['contact', 'Mark Lead'],
    ['company', 'C++ Works'],
    ['company', '4 Seasons'],
    ['company', 'Open Deals'],
    ['company', 'Will Call'],
    ['company', 'Not Only'],
  ];
  const plain = aContext();
  const [sales, ...others] = plain.pipelines;
  const everyday = aContext({
    pipelines: sales
      ? [{ ...sales, stages: [...sales.stages, { name: 'On hold', kind: 'open' }] }, ...others]
      : [],
    customFields: [
      ...plain.customFields,
      {
        entity: 'opportunity',
        key: 'when',
        label: 'Decision',
        type: 'select',
        options: ['Next week', 'Later'],
      },
      { entity: 'contact', key: 'ownersDog', label: "Owner's dog", type: 'string' },
    ],
    async findNames(text, entities) {
      const words = foldWords(text);
      const mine = EVERYDAY.flatMap(([entity, title]) => {
        if (entities && !entities.includes(entity)) return [];
        const own = foldWords(title);
        if (words.length === 0 || !words.every((word) => own.some((one) => one.startsWith(word)))) return [];
        const score = fold(title) === fold(text) ? 1 : 0.8;
        return [{ entity, title, id: idFrom(`${entity}:${title}`), score }];
      });
      return [...(await plain.findNames(text, entities)), ...mine].sort((a, b) => b.score - a.score);
    },
  });
  const ORDINARY = `
show my open deals
show all open deals over 20k
what is due on Monday
tasks for next week
deals closing next week
who will call Jane Doe
call Bob Tanaka on Monday
remind me to call Bob Tanaka on Monday at 10
mark the Litware pilot as won
show all leads
how many leads do we have
show the four largest deals
contacts that are not in Berlin
only the open ones
move the Contoso rollout to Proposal
put the Contoso rollout on the list for next week
who is the owner of Contoso
show me 4 deals
log a call with Bob Tanaka: will call again on Monday
create a task to mark the calendar on Monday
`
    .trim()
    .split('\n');

  it.each(ORDINARY)('change nothing about “%s”', async (said) => {
    const { hints: _, ...read } = await understand(said, everyday, catalogue);
    const { hints: __, ...before } = await understand(said, plain, catalogue);
    expect(read).toEqual(before);
  });

  it.each([
    ['what is the job title of Monday Okoro', 'contact', 'Monday Okoro'],
    ['what is the phone of Mark Lead', 'contact', 'Mark Lead'],
    ['show the company C++ Works', 'company', 'C++ Works'],
    ['who works at 4 Seasons', 'company', '4 Seasons'],
    ['who works at Open Deals', 'company', 'Open Deals'],
    ['who works at Will Call', 'company', 'Will Call'],
    ['tell me about Not Only', 'company', 'Not Only'],
  ])('are reached: “%s”', async (said, entity, title) => {
    const read = await understand(said, everyday, catalogue);
    const args = JSON.stringify(read.kind === 'commands' ? read.commands.map((one) => one.args) : []);
    expect(args).toMatch(new RegExp(`${idFrom(`${entity}:${title}`)}|${title.replaceAll('+', '\\+')}`));
  });

  it.each([
    ['move the Contoso rollout to On hold', '"On hold"'],
    ["set Jane Doe's owner's dog to Rex", '"Rex"'],
    ['set the decision of the Contoso rollout to next week', '"Next week"'],
  ])('are set: “%s”', async (said, value) => {
    const read = await understand(said, everyday, catalogue);
    expect(JSON.stringify(read.kind === 'commands' ? read.commands.map((one) => one.args) : [])).toContain(
      value,
    );
  });
});

describe('what is no order, or not the order that its words could be', () => {
  it.each([
    'I was going to create a task for Bob Tanaka but forgot',
    'we almost lost the Wingtip upgrade',
    'remind me who owns Contoso',
    'remind me how many tasks I have',
    'give the Contoso rollout another 5k',
    'set the amount of the Contoso rollout to 20k more',
    'make the Contoso rollout 5000 less',
    'win the Contoso rollout for 20k',
    'close the deal with Contoso',
    'Contoso: industry retail, 80 employees, Manchester',
  ])('“%s” changes nothing', async (said) => {
    expect(await writesOf(said)).toEqual([]);
  });

  it('which of a few choices is meant is asked, each with its button', async () => {
    const read = await understand('close the Contoso rollout', context, catalogue);
    const offers = read.kind === 'ask' ? read.offers.map(({ tool, args }) => [tool, args.outcome]) : [];
    expect(offers).toEqual(
      expect.arrayContaining([
        ['close_deal', 'won'],
        ['close_deal', 'lost'],
      ]),
    );
  });

  it('who is to be reminded is told apart from what of', async () => {
    expect(await writesOf('remind Carlos on Friday about the invoice')).toMatchObject([
      { tool: 'create_task', args: { title: 'Invoice', assignee: expect.any(String) } },
    ]);
  });

  it('an amount more is added to what there is', async () => {
    expect(await writesOf('put 20k more on the Contoso rollout')).toMatchObject([
      { args: { adjust: { field: 'amount', by: 20_000 } } },
    ]);
  });
});
