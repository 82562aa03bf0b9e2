import { MongoError } from '../mongo-error.ts';
import { type Doc, isDoc } from '../values/doc.ts';

/** The named arguments of expression operators and accumulators, those that must be there before the bar. */
const NAMED = `
$cond: if then else |
$filter: input cond | as limit
$map: input in | as
$reduce: input initialValue in |
$let: vars in |
$switch: branches | default
$zip: inputs | useLongestLength defaults
$sortArray: input sortBy |
$setField: field input value |
$unsetField: field input |
$regexMatch: input regex | options
$regexFind: input regex | options
$regexFindAll: input regex | options
$replaceOne: input find replacement |
$replaceAll: input find replacement |
$trim: input | chars
$ltrim: input | chars
$rtrim: input | chars
$convert: input to | onError onNull
$dateToString: date | format timezone onNull
$dateFromString: dateString | format timezone onError onNull
$dateToParts: date | timezone iso8601
$dateAdd: startDate unit amount | timezone
$dateSubtract: startDate unit amount | timezone
$dateDiff: startDate endDate unit | timezone startOfWeek
$dateTrunc: date unit | binSize timezone startOfWeek
$firstN: n input |
$lastN: n input |
$maxN: n input |
$minN: n input |
$top: sortBy output |
$bottom: sortBy output |
$topN: n sortBy output |
$bottomN: n sortBy output |
$median: input method |
$percentile: input p method |`;

interface Arguments {
  required: string[];
  known: Set<string>;
}

const words = (text: string | undefined) => (text ?? '').split(' ').filter(Boolean);

const ARGUMENTS = new Map<string, Arguments>(
  NAMED.trim()
    .split('\n')
    .map((line) => {
      const [operator = '', rest] = line.split(':');
      const [required, optional] = (rest ?? '').split('|').map(words);
      return [
        operator,
        { required: required ?? [], known: new Set([...(required ?? []), ...(optional ?? [])]) },
      ];
    }),
);

/**
 * Checks the names of an operator's arguments; mingo passes over those that it does not know.
 *
 * @throws MongoError 9 for a name that MongoDB does not know either, or a missing one
 */
export function checkArguments(operator: string, operand: unknown): void {
  const named = ARGUMENTS.get(operator);
  // some of them take a list instead
  if (!named || !isDoc(operand)) return;
  checkNames(operator, operand, named);
}

function checkNames(what: string, operand: Doc, { required, known }: Arguments): void {
  const unknown = Object.keys(operand).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new MongoError('FailedToParse', `Unrecognized argument to ${what}: ${unknown}`);
  const missing = required.find((name) => !(name in operand));
  if (missing !== undefined)
    throw new MongoError('FailedToParse', `Missing '${missing}' parameter to ${what}`);
}

const STAGE_OPTIONS = new Map<string, Arguments>(
  [
    ['$lookup', ['as'], ['from', 'localField', 'foreignField', 'let', 'pipeline']],
    ['$unwind', ['path'], ['includeArrayIndex', 'preserveNullAndEmptyArrays']],
    ['$sample', ['size'], []],
    ['$bucket', ['groupBy', 'boundaries'], ['default', 'output']],
    ['$bucketAuto', ['groupBy', 'buckets'], ['output', 'granularity']],
    ['$replaceRoot', ['newRoot'], []],
    ['$setWindowFields', ['output'], ['partitionBy', 'sortBy']],
    ['$unionWith', [], ['coll', 'pipeline']],
  ].map(([name, required, optional]) => [
    name as string,
    {
      required: required as string[],
      known: new Set([...(required as string[]), ...(optional as string[])]),
    },
  ]),
);

/** The same for the options of a stage. @throws MongoError 9 */
export function checkStageOptions(stage: string, options: unknown): void {
  const named = STAGE_OPTIONS.get(stage);
  if (named && isDoc(options)) checkNames(stage, options, named);
}
