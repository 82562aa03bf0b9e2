import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { filterInWords, kindInWords } from '../../../language/filter-in-words.ts';
import type { ToolContext } from '../../../tool.ts';
import { NotRead } from './reading.ts';

/** Words for where somebody is from, which filters know by the country. */
const FROM: Readonly<Record<string, string>> = {
  american: 'United States',
  austrian: 'Austria',
  belgian: 'Belgium',
  british: 'United Kingdom',
  canadian: 'Canada',
  czech: 'Czech Republic',
  danish: 'Denmark',
  dutch: 'Netherlands',
  finnish: 'Finland',
  french: 'France',
  german: 'Germany',
  indian: 'India',
  irish: 'Ireland',
  italian: 'Italy',
  japanese: 'Japan',
  norwegian: 'Norway',
  polish: 'Poland',
  portuguese: 'Portugal',
  spanish: 'Spain',
  swedish: 'Sweden',
  swiss: 'Switzerland',
};
const DEMONYM = new RegExp(`\\b(${Object.keys(FROM).join('|')})\\b\\s*(\\S*)`, 'i');
/** What stands in front of one record that may be any; a capital A is a grade. */
const ARTICLE =
  /^(?:an?|any|some|each|every|all|the|our|one|only|just|for|of|those|if|it is|they are|with the)\s+/;
/** Who it is does not matter. */
const SOMEBODY = /^(?:someone|somebody|anyone|anybody)\b/i;
const PRONOUN = /\b(?:ones?|those|them|records?)\b/gi;

/** "German leads" as "leads from Germany". */
const withCountry = (text: string): string =>
  text.replace(DEMONYM, (_, word: string, noun: string) => `${noun} from ${FROM[word.toLowerCase()]}`.trim());

export function withoutArticle(text: string): string {
  let plain = text.trim();
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(ARTICLE, '').trim();
  }
  return plain;
}

/**
 * Records in words: what kind they are, and what else holds of them.
 *
 * @throws NotRead naming the words that no filter could be made of
 */
export async function recordsIn(
  context: ToolContext,
  byDefault: Entity,
  said: string,
): Promise<{ entity: Entity; filter: Filter }> {
  const { crm, catalogue, scope } = context;
  const plain = withCountry(withoutArticle(said).replace(SOMEBODY, byDefault.label.one));
  const entity = await kindInWords(crm, catalogue, scope, byDefault, plain);
  const { filter, unread } = await filterInWords(crm, catalogue, scope, entity, plain);
  if (unread.length > 0 || filter.search)
    throw new NotRead(
      `I do not know what “${unread.length > 0 ? unread.join(' ') : filter.search}” means for ${entity.label.many}. Say it by a field, such as “from Spain”, “over 20k” or “with the tag partner”.`,
    );
  return { entity, filter };
}

/**
 * What narrows records of a kind: "only German ones", "over 20k".
 *
 * @throws NotRead as `recordsIn`
 */
export async function narrowingIn(context: ToolContext, entity: Entity, said: string): Promise<Filter> {
  const words = withCountry(withoutArticle(said)).replace(PRONOUN, '').replace(/\s+/g, ' ').trim();
  const isNamed = [entity.label.one, entity.label.many, ...(entity.aliases ?? [])].some((noun) =>
    new RegExp(`\\b${noun}\\b`, 'i').test(words),
  );
  const { entity: kind, filter } = await recordsIn(
    context,
    entity,
    isNamed ? words : `${entity.label.many} ${words}`,
  ).catch(async (error: unknown) => {
    if (isNamed) throw error;
    return recordsIn(context, entity, words);
  });
  if (kind.name !== entity.name)
    throw new NotRead(`That is about ${kind.label.many}; the workflow works on ${entity.label.many}.`);
  return filter;
}
