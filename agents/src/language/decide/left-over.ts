import { isId } from '@clianta/crm-core/entity/ids';
import type { Catalogue } from '../../catalogue.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import { isReading, MIN_CONFIDENCE } from '../read/frames/read-clause.ts';
import { plainWordsOf, type Reading } from '../read/sayings/read-tool.ts';
import { entityNames, kindOf } from '../recognise/lexicon/entities.ts';
import { isMeasure } from '../recognise/lexicon/measures.ts';
import { weightlessWords } from '../recognise/lexicon/words.ts';
import { sensesAt } from '../recognise/unit.ts';
import { normalise } from '../text/normalise.ts';
import { type Clues, draftOf, ofTool } from './clues.ts';
import { dropsOwner, isLookForOrder } from './doubts.ts';
import { likelyLook } from './likely.ts';
import { SURE } from './sure.ts';
import { isPlain, isWeightless, MOST_LEFT } from './words-left.ts';

/** A look that is taken although words are left over, since they can narrow nothing; undefined: it is asked about. */
export function lookAnyway(clues: Clues, catalogue: Catalogue): { drafts: Draft[]; why: string } | undefined {
  const looked = lookedUp(clues, catalogue);
  if (looked) return { drafts: [looked], why: 'one record is named, and all of it is shown' };
  const [list, ...others] = clues.drafts;
  if (list && others.length === 0 && isListExplained(list, clues, catalogue))
    return {
      drafts: [{ ...list, unread: [], confidence: MIN_CONFIDENCE }],
      why: 'what is left over is how such lists are asked for',
    };
  const likely = likelyLook(clues, catalogue);
  return likely && { drafts: [likely], why: 'it is surely this that is asked for, and nothing is written' };
}

/** A word left over narrows nothing where one record is named: all that is known of it is shown. */
function lookedUp(clues: Clues, catalogue: Catalogue): Draft | undefined {
  const { drafts, readings, choices, request } = clues;
  if (request.isTalk) return undefined;
  const looks = [
    ...(drafts.length === 1 ? drafts : []).filter(isGetOfOne),
    ...readings.filter(isLookAtOne).map((reading) => ({ ...draftOf(reading), unread: reading.unread })),
  ];
  const [likeliest] = looks
    .filter(({ tool, unread = [] }) => isLikely(clues, tool) && isPlain(unread, request))
    .toSorted((a, b) => ofTool(choices, b.tool) - ofTool(choices, a.tool));
  if (!likeliest || isLookForOrder(likeliest, clues, catalogue)) return undefined;
  const unread = (likeliest.unread ?? []).filter((text) => !text.split(' ').every(isWeightless));
  return { ...likeliest, args: omit(likeliest.args, 'equals'), unread, confidence: MIN_CONFIDENCE };
}

/** Nothing is likelier, or it is likely enough. */
const isLikely = ({ choices, request: { acts } }: Clues, tool: string): boolean => {
  const isLeading = choices[0]?.tool === tool && (acts.size === 0 || acts.has('show'));
  return ofTool(choices, tool) >= (isLeading ? SURE.leads : SURE.read);
};

function isGetOfOne({ tool, args, refusal }: Draft): boolean {
  const kind = entityNames.map(kindOf).find(({ get }) => get !== undefined && get === tool);
  return kind !== undefined && refusal === undefined && isId(args[kind.key]);
}

/** It shows something of one record that is there, and nothing that it takes is free text. */
const isLookAtOne = ({ tool, args, missing, isFree, said }: Reading): boolean =>
  tool.effect === 'read' && said > 0 && missing.length === 0 && !isFree && Object.values(args).some(isId);

const omit = (args: Draft['args'], left: string): Draft['args'] =>
  Object.fromEntries(Object.entries(args).filter(([name]) => name !== left));

/**
 * "who came in through the webinar": what the filters leave over is what people say around them to this tool, or names
 * the field of a filter ("A-graded").
 */
function isListExplained(draft: Draft, clues: Clues, catalogue: Catalogue): boolean {
  const { choices, request } = clues;
  const { tool, unread = [], refusal } = draft;
  if (!isReading(draft) || refusal !== undefined || request.isTalk || unread.length > MOST_LEFT) return false;
  if (dropsOwner(draft, request) || isLookForOrder(draft, clues, catalogue)) return false;
  const words = unread.flatMap((text) => normalise(text).split(/\s+/));
  if (words.every((word) => weightlessWords.has(word)))
    return ofTool(choices, tool) >= SURE.read && saysSomething(draft);
  if (ofTool(choices, tool) < SURE.leading) return false;
  const said = plainWordsOf(catalogue.tool(tool)?.agent.sayings?.[tool] ?? []);
  const fields = fieldsIn(draft.args);
  return words.every(
    (word) =>
      !isMeasure(word) &&
      ((said.has(word) && !isOtherField(word, request, fields)) ||
        weightlessWords.has(word) ||
        fields.some((name) => name.endsWith(stemOf(word)))),
  );
}

/** It names a field that nothing was filtered by: it may narrow. */
const isOtherField = (word: string, { clause, start, to }: Request, fields: readonly string[]): boolean =>
  clause.units
    .slice(start, to)
    .some(
      (unit, at) =>
        unit.norm === word &&
        sensesAt(clause, start + at, 'field').some(
          ({ sense }) => sense.field.name !== 'name' && !fields.includes(sense.field.name.toLowerCase()),
        ),
    );

/** More than "all contacts": a filter, an order or a grouping was understood. */
const saysSomething = ({ args: { where = [], anyOf = [], sort, groupBy, sumOf } }: Draft): boolean =>
  [where, anyOf].flat(2).length > 0 || sort !== undefined || groupBy !== undefined || sumOf !== undefined;

/** The fields that a call filters or sorts by, in small letters. */
const fieldsIn = ({ where = [], anyOf = [], sort }: Draft['args']): string[] =>
  [...[where, anyOf].flat(2).map((one) => (one as { field?: unknown }).field), sort]
    .filter((name) => typeof name === 'string')
    .map((name) => name.replace(/^-/, '').toLowerCase());

/** "graded" of "grade", "dated" of "date". */
const stemOf = (word: string) => word.replace(/d$/, '');
