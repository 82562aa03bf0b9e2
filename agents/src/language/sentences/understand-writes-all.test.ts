import { isId } from '@clianta/crm-core/entity/ids';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../registry.ts';
import { fillers, functionWords, tradeWords } from '../recognise/lexicon/words.ts';
import { seeded } from '../route/training/random.ts';
import { aContext, titleOfId } from '../testing/fixture-context.ts';
import { normalise } from '../text/normalise.ts';
import { understand } from '../understand.ts';

/** Orders that write, whose words are then put in, left out and moved. */
const ORDERS = [
  'add Petra Stein, Hamburg, Contoso, buyer',
  'Add Anna de Vries from Globex, anna@vries.example',
  'new contact: Li Wei, li.wei@globex.example, Globex, Data Analyst',
  'create contact Maria Lopez from Globex as Head of Procurement',
  'save Jonas Lind (CFO, Litware, +46 8 555 010 20)',
  'Add Leo Park at Wingtip, owner Mia',
  'put Fatima Sayed in the crm, she works for Contoso as a buyer',
  'New company: Bright Kitchen, bright-kitchen.example, Food, Lyon',
  'Register Coastline Ferries, website coastline.example, Akira owns it',
  'Add the company Nova Print from Bremen, owner Carlos',
  'create a deal for Globex, 12k, closing end of June',
  'open a deal called Stage Door with Contoso worth 3k',
  'new deal Globex, phase one, 18k, negotiation, close 15 dec',
  'make a deal with Litware for 9,500 EUR in the Partner pipeline',
  'remind me to call Jane Doe tomorrow at 10',
  'todo for Mia: send the contract to Contoso by Wednesday',
  'in 3 weeks call Omar Haddad',
  'create a task for Akira to check the contract of Globex until Dec 4',
  'remind Mia next Tuesday that the invoice for Contoso is due',
  'schedule a call with Omar, April 3rd 2pm, and one with Grace an hour later',
];
const STRANGE = [
  'purple',
  'elephant',
  'zanzibar',
  'seventeen',
  'blorp',
  'Quux',
  'because',
  'nobody',
  '4711',
  'carrots',
];

/** Words that carry no content by themselves, and those of verbs and nouns that the grammar has read. */
const isClosed = (word: string) => functionWords.has(word) || tradeWords.has(word) || fillers.has(word);
const VERBS =
  /^(add|create|new|save|put|register|open|make|remind|schedule|todo|later|until|works|close|closing|website|owner)$/;

const words = (text: string) =>
  normalise(text)
    .split(/[^\p{L}\p{N}@.+]+/u)
    .map((word) => word.replace(/^[.+]|[.]$/g, ''))
    .filter(Boolean);

/** All that a write would say, ids as their titles. */
function saidBy(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(saidBy);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(saidBy);
  return [String(isId(String(value)) ? titleOfId(String(value)).replace('@', '') : value)];
}

/** The strange word that was put into an order. */
async function silentlyLost(text: string, added: string): Promise<boolean> {
  const read = await understand(text, aContext(), catalogue);
  if (read.kind !== 'commands' || read.commands.every(({ tool }) => !/^(create|update|log)_/.test(tool)))
    return false;
  const said = new Set(read.commands.flatMap(({ args }) => saidBy(args)).flatMap(words));
  return !said.has(normalise(added));
}

describe('a write says all that was said', () => {
  it('never leaves out a word that was put in', async () => {
    const random = seeded(7);
    const lost: string[] = [];
    for (const order of ORDERS) {
      for (let round = 0; round < 4; round++) {
        const all = order.split(' ');
        const added = STRANGE[Math.floor(random() * STRANGE.length)] as string;
        if (isClosed(added)) continue;
        all.splice(1 + Math.floor(random() * all.length), 0, added);
        const text = all.join(' ');
        if (await silentlyLost(text, added)) lost.push(text);
      }
    }
    expect(lost).toEqual([]);
  });

  it('accounts for every word of content when words are dropped or swapped', async () => {
    const random = seeded(11);
    const lost: string[] = [];
    for (const order of ORDERS) {
      for (let round = 0; round < 4; round++) {
        const all = order.split(' ');
        const at = 1 + Math.floor(random() * (all.length - 2));
        if (round % 2 === 0) all.splice(at, 1);
        else [all[at], all[at + 1]] = [all[at + 1] as string, all[at] as string];
        const text = all.join(' ');
        const read = await understand(text, aContext(), catalogue);
        if (read.kind !== 'commands' || read.commands.every(({ tool }) => !/^(create|log)_/.test(tool)))
          continue;
        const said = read.commands.flatMap(({ args }) => saidBy(args)).flatMap(words);
        const missing = words(text).filter(
          (word) =>
            /^[\p{L}]{3,}$/u.test(word) &&
            !isClosed(word) &&
            !VERBS.test(word) &&
            !said.some((one) => one.startsWith(word)),
        );
        // dates, stages and teammates are said in other words
        const strange = missing.filter(
          (word) =>
            !/^(jun|dec|april|wednesday|tuesday|tomorrow|end|mia|akira|carlos|partner|negotiation|pipeline|eur|grace|omar)/.test(
              word,
            ),
        );
        if (strange.length > 0) lost.push(`${text}: ${strange.join(' ')}`);
      }
    }
    expect(lost).toEqual([]);
  });
});
