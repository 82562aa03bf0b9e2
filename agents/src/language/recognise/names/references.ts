import type { LanguageContext } from '../../language-context.ts';
import type { Introduced, RecordRef } from '../../read/grammar/selection.ts';
import { type EntityName, entityNames } from '../lexicon/entities.ts';

const PERSON = new Set(['he', 'him', 'his', 'she', 'her', 'hers']);
const THING = new Set(['it', 'its', 'that', 'this', 'that one', 'this one', 'the same', 'same']);
const MANY = new Set(['they', 'them', 'their', 'theirs', 'those', 'these', 'all of them', 'all of those']);

export type PronounKind = 'person' | 'thing' | 'many';

/** Whether a word points back; a name's gender never matters, so "her" is any person. */
export function pronounKind(word: string): PronounKind | undefined {
  if (PERSON.has(word)) return 'person';
  if (THING.has(word)) return 'thing';
  return MANY.has(word) ? 'many' : undefined;
}

/**
 * What a pronoun means: a record of the same message first, then the newest of the conversation that fits.
 *
 * @param wanted - the kinds of record that make sense in its place, best first; empty for any
 */
export function referent(
  kind: PronounKind,
  wanted: readonly EntityName[],
  context: LanguageContext,
  introduced: readonly Introduced[],
): RecordRef | undefined {
  const order: readonly EntityName[] =
    kind === 'person'
      ? wanted.filter((entity) => entity === 'contact')
      : wanted.length > 0
        ? wanted
        : entityNames;
  const fits: readonly EntityName[] =
    order.length > 0 ? order : kind === 'person' ? ['contact'] : entityNames;
  const [made] = introduced;
  if (kind === 'thing' && made?.isNew && !fits.includes(made.entity)) return undefined;
  const near = introduced.find((item) => fits.includes(item.entity));
  if (near) {
    const { entity, name, id } = near;
    return { value: id ?? name, title: name, entity, isFromPrevious: id === undefined };
  }
  // what was spoken of last is of a kind that only its own tools know: "it" is that one, and none of these
  if (kind === 'thing' && pointedAt(context)) return undefined;
  const item = context.focus.find((one) => fits.some((entity) => entity === one.entity));
  const entity = entityNames.find((name) => name === item?.entity);
  if (!item || !entity) return undefined;
  return { value: item.id, title: item.title, entity, isFromPrevious: false };
}

/** What was spoken of last, when it is of a kind that grammar has no words for. */
export function pointedAt({
  focus,
}: Pick<LanguageContext, 'focus'>): LanguageContext['focus'][number] | undefined {
  const [newest] = focus;
  return newest && !entityNames.some((name) => name === newest.entity) ? newest : undefined;
}
