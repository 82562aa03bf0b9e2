import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Condition, Filter } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { filterInWords, kindInWords } from '../../language/filter-in-words.ts';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { audienceOfView } from './audience-of-view.ts';

const ARTICLE =
  /^(?:all|every|everybody|everyone|each|the|our|my|those|these|any|people|only|just|who are|that are|of)\b\s*/iu;
/** All contacts: who may not get it is left out by the rules. */
const ALL = /^(?:contacts?|list|whole (?:list|database|base)|subscribers?|database)?$/iu;
/** The word that says what kind of people; what stands before it narrows it. */
const NOUN = /\b(?:leads?|customers?|contacts?|people|prospects?|clients?|companies|accounts?|firms?)\b/iu;

/** What a word that no filter knows may be of a person or their company. */
const MEANINGS: ReadonlyArray<{ words: string; of(word: string): Condition[] }> = [
  { words: 'the tag', of: (value) => [{ field: 'tags', op: 'eq', value }] },
  { words: 'an interest', of: (value) => [{ field: 'interest', op: 'contains', value }] },
  {
    words: 'the industry of their company',
    of: (value) => [
      { field: 'companyId', op: 'is_set', where: [{ field: 'industry', op: 'contains', value }] },
    ],
  },
  {
    words: 'a tag of their company',
    of: (value) => [{ field: 'companyId', op: 'is_set', where: [{ field: 'tags', op: 'eq', value }] }],
  },
];

export interface SaidAudience {
  filter: Filter;
  /** How words were taken that could have meant something else. */
  notes: string[];
}

/**
 * Who a campaign is for, in words: "A-grade SaaS leads", "customers in Germany".
 *
 * @throws AskBack for words that may mean several things, or nothing that is known
 */
export async function audienceInWords(context: ToolContext, said: string): Promise<SaidAudience> {
  let plain = said.trim();
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(ARTICLE, '').trim();
  }
  if (ALL.test(plain)) return { filter: {}, notes: [] };
  const listed = await audienceOfView(context, plain);
  if (listed) return listed;
  return (await read(context, plain)) ?? (await withWordsTaken(context, plain, said));
}

/** As the grammar of lists reads it; undefined when words are left. */
async function read(
  { crm, catalogue, scope }: ToolContext,
  words: string,
): Promise<SaidAudience | undefined> {
  const entity = await kindInWords(crm, catalogue, scope, Contact as never, words);
  const isCompanies = entity.name === Company.name;
  if (!isCompanies && entity.name !== Contact.name)
    throw new InvalidError(`A campaign goes to people; “${words}” are ${entity.label.many}.`);
  try {
    const { filter, unread } = await filterInWords(crm, catalogue, scope, entity, words);
    if (unread.length > 0 || filter.search) return undefined;
    if (!isCompanies) return { filter, notes: [] };
    const where = filter.where ?? [];
    return { filter: { where: [{ field: 'companyId', op: 'is_set', where }] }, notes: [] };
  } catch (error) {
    // a word that is no name of a company may still be a tag or an industry
    if (error instanceof InvalidError) return undefined;
    throw error;
  }
}

/** Each word before the noun is tried without; what it then means is looked up. */
async function withWordsTaken(context: ToolContext, plain: string, said: string): Promise<SaidAudience> {
  const noun = NOUN.exec(plain);
  const before = noun ? plain.slice(0, noun.index).trim().split(/\s+/).filter(Boolean) : [];
  for (const word of before.toReversed()) {
    const rest = plain
      .replace(new RegExp(`(^|\\s)${escaped(word)}(?=\\s)`, 'u'), ' ')
      .replace(/\s+/g, ' ')
      .trim();
    const known = await read(context, rest);
    if (!known) continue;
    const { condition, note } = await meaningOf(context, word);
    return {
      filter: { ...known.filter, where: [...(known.filter.where ?? []), ...condition] },
      notes: [note],
    };
  }
  throw new AskBack({
    text: `I do not know whom “${said}” means. Say it by a field: “customers in Germany”, “leads of grade A”, “contacts with the tag newsletter”.`,
    options: [],
    argument: 'audience',
    takesText: true,
  });
}

async function meaningOf({ crm, scope }: ToolContext, word: string) {
  const fits: Array<{ condition: Condition[]; words: string; count: number }> = [];
  for (const value of new Set([word, word.toLowerCase()]))
    for (const { words, of } of MEANINGS) {
      const condition = of(value);
      const count = await crm.records(Contact).count(scope, { where: condition });
      if (count > 0 && !fits.some((one) => one.words === words)) fits.push({ condition, words, count });
    }
  const [first, ...others] = fits;
  if (first && others.length === 0)
    return { condition: first.condition, note: `I took “${word}” as ${first.words}.` };
  throw new AskBack({
    text: first
      ? `“${word}” is ${fits.map((one) => `${one.words} of ${one.count}`).join(' and ')}. Say whom you mean by the field.`
      : `Nobody here is “${word}”: it is no tag, no interest and no industry. Whom do you mean?`,
    options: [],
    argument: 'audience',
    takesText: true,
  });
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
