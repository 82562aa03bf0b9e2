import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Catalogue } from '../catalogue.ts';
import { languageContext } from '../memory/language-context.ts';
import { AskBack } from '../tools/ask-back.ts';
import { readingContext } from '../tools/reading-context.ts';
import { storedFilter, storedSort, type ToolFilter } from '../tools/translate.ts';
import { filterArgs } from './read/frames/filter-args.ts';
import { parseSelection } from './read/grammar/parse-selection.ts';
import { isKind, learnKinds } from './recognise/lexicon/entities.ts';
import { vocabularyOf } from './recognise/lexicon/vocabulary.ts';
import { nameLookup } from './recognise/names/known-names.ts';
import { readUnits } from './recognise/read-units.ts';
import { inPlainWords } from './text/plain-words.ts';
import { tokenise } from './text/tokenise.ts';

/** Words that ask for a list and say nothing of what is in it. */
const ASKING = /^(show|list|find|get|give|me|us|only|all|please|the|those|that|which|who|are|is)$/i;

export interface ReadFilter {
  filter: Filter;
  /** `-amountMinor`, where an order was said. */
  sort?: string;
  /** What no rule could read, and what the filter therefore leaves out. */
  unread: string[];
}

/**
 * Reads what a list is to show: "in Berlin without an owner", with the noun or without it.
 *
 * @throws InvalidError for a kind that is not listed, a name that may mean several records, another kind of record
 */
export async function filterInWords(
  crm: CrmCore,
  catalogue: Catalogue,
  scope: Scope,
  entity: Entity,
  text: string,
): Promise<ReadFilter> {
  const many = entity.label.many;
  const { selection, units } = await selectionOf(crm, catalogue, scope, entity, text);
  if (selection.entity !== entity.name) {
    const other = catalogue.entities.get(selection.entity)?.label.many ?? selection.entity;
    throw new InvalidError(`That is about ${other}; this is the list of ${many}.`);
  }
  const words = selection.leftovers.map((place) => units[place]?.text ?? '');
  const args = filterArgs({ ...selection, ...(selection.record && { text: selection.record.title }) });
  const context = await readingContext(crm, catalogue, scope);
  try {
    const filter = await storedFilter(context, entity, args as ToolFilter);
    const sort = storedSort(entity, selection.sort);
    return { filter, ...(sort && { sort }), unread: words.filter((word) => word && !ASKING.test(word)) };
  } catch (error) {
    if (!(error instanceof AskBack)) throw error;
    const names = error.question.options.map(({ label, detail }) =>
      detail ? `${label} (${detail})` : label,
    );
    throw new InvalidError(`${error.question.text} ${names.join(', ')}.`);
  }
}

/** The kind of record that words are about: "German customers"; the one given where they do not say it. */
export async function kindInWords(
  crm: CrmCore,
  catalogue: Catalogue,
  scope: Scope,
  byDefault: Entity,
  text: string,
): Promise<Entity> {
  const { selection } = await selectionOf(crm, catalogue, scope, byDefault, text);
  return catalogue.entities.get(selection.entity) ?? byDefault;
}

async function selectionOf(crm: CrmCore, catalogue: Catalogue, scope: Scope, entity: Entity, text: string) {
  learnKinds(catalogue);
  if (!isKind(entity.name))
    throw new InvalidError(`A list of ${entity.label.many} cannot be narrowed in words.`);
  const nowhere = { focus: [], lastList: undefined, question: undefined };
  const language = await languageContext(crm, scope, nowhere as never, crm.now());
  const vocabulary = vocabularyOf(language, catalogue);
  const tokens = inPlainWords(tokenise(text), vocabulary.isOwn);
  const units = await readUnits(tokens, text, language, vocabulary, nameLookup(language));
  const clause = { units, message: text, vocabulary };
  return { selection: parseSelection(clause, 0, units.length, language, entity.name, []), units };
}
