import { vocabularyOf } from '../recognise/lexicon/vocabulary.ts';
import { nameLookup } from '../recognise/names/known-names.ts';
import { readUnits } from '../recognise/read-units.ts';
import { tokenise } from '../text/tokenise.ts';
import { readVisitCheck } from '../visits/check-visits.frame.ts';
import type { ConditionReader } from './condition-reader.ts';
import { joined, statedWords } from './condition-words.ts';

/** "total visits were more than 10 at any time since October 15". */
export const readVisits: ConditionReader = async ({ text, context, catalogue }) => {
  const said = joined(statedWords(text));
  const vocabulary = vocabularyOf(context, catalogue);
  const units = await readUnits(tokenise(said), said, context, vocabulary, nameLookup(context));
  const check = readVisitCheck({ units, message: said }, 0, units.length, context);
  const owned = catalogue.tool('website_visits');
  if (!check || !owned) return undefined;
  const { from, to } = check.days;
  return {
    command: {
      agent: owned.agent.name,
      tool: owned.tool.name,
      args: check.args,
      confidence: 0.93,
      isAccounted: true,
      dependsOnPrevious: false,
      span: text,
    },
    isNegated: false,
    things: check.things,
    period: to === undefined ? `since ${from}` : `from ${from} to ${to}`,
  };
};
