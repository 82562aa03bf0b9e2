import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, type Unit } from '../../../recognise/unit.ts';
import { type DateRange, dateRangeAt, moreRangesAt } from '../date-condition.ts';
import { periodField } from '../period-field.ts';
import { add, addEither, fieldAt, type Reader, type Rule } from '../selection.ts';
import { ageAt } from './stays.ts';

const AUX = new Set(
  'is are was were be been being to that which who have has had we i they with whose a an the expected due scheduled supposed set will going should must did do does there slated planned forecast forecasted likely anticipated everything what expecting expect hoping aiming'.split(
    ' ',
  ),
);

/** Verbs of dates by the field they mean; the entity's own date aliases come from its schema. */
const VERBS: ReadonlyArray<[words: string, field: string]> = [
  [
    'coming up|comes up|come up|up for renewal|closing|close|closes|expected to close|due to close|set to close|supposed to close|due for closing|to close',
    'expectedClose',
  ],
  ['closed|won|lost|signed|win|lose', 'closed'],
  [
    `created|added|entered|made|opened|new|came in|come in|signed up|joined|started|got|get|add|create`,
    'created',
  ],
  ['updated|changed|modified|edited|touched', 'updated'],
  ['completed|finished|done|complete|finish', 'completed'],
  ['due|to do|scheduled|coming up|comes up|come up', 'due'],
  [
    'follow up|following up|should have followed up with|should have followed up|to follow up with|should follow up with|need to follow up with',
    'followUp',
  ],
  ['moved|changed stage|in stage since', 'stageChanged'],
];

function dateVerb(reader: Reader, at: number): { field: string; length: number } | undefined {
  const { units } = reader.clause;
  const named = fieldAt(reader, at);
  const own = named?.field.kind === 'date' ? { field: named.field.name, length: named.length } : undefined;
  const known = (name: string) =>
    reader.clause.vocabulary.fields.some(
      (field) => field.entity === reader.selection.entity && field.name === name,
    );
  for (const [words, field] of VERBS) {
    const length = phraseAt(units, at, words);
    // "due to close" says more than "due"
    if (length > (own?.length ?? 0) && known(field)) return { field, length };
  }
  return own;
}

/** "closing this quarter", "created since March", "with a close date in Q4", "due by Friday", "older than 90 days". */
export const dated: Rule = (reader, at) => {
  const { units } = reader.clause;
  let i = at;
  while (i < reader.to && i - at < 4 && AUX.has(normAt(units, i)) && !dateVerb(reader, i)) i++;
  let verb = dateVerb(reader, i);
  if (!verb) return ageAt(reader, at);
  // "what did Mia close last month" asks for what was won
  const isDid =
    /^close[ds]?$/.test(normAt(units, i)) &&
    units.slice(reader.from, i).some(({ norm }, n) => norm === 'did' || isTheirs(units, reader.from + n));
  if (isDid && verb.field === 'expectedClose') verb = { ...verb, field: 'closed' };
  let next = i + verb.length;
  while (
    /^(date|is|was|at|of|=|:|,|it|them|falls|us|we|i)$/.test(normAt(units, next)) &&
    next < reader.to &&
    !dateRangeAt(units, next, verb.field, reader.to)
  )
    next++;
  const range = dateRangeAt(units, next, verb.field, reader.to);
  if (!range) return 0;
  const length = addTimes(reader, next, verb.field, range);
  if (verb.field === 'closed') closedAs(reader, isDid ? 'won' : normAt(units, i));
  return next + length - at;
};

/** "have we closed", "has Lena closed": somebody did it. */
const isTheirs = (units: readonly Unit[], at: number): boolean =>
  /^(have|has)$/.test(normAt(units, at)) &&
  (/^(we|i|you|they|he|she)$/.test(normAt(units, at + 1)) || units[at + 1]?.kind === 'name');

function closedAs(reader: Reader, word: string): void {
  const status = /^w[io]n$/.test(word) ? 'won' : /^los[et]$/.test(word) ? 'lost' : undefined;
  if (status) reader.selection.where.push({ field: 'status', op: 'eq', value: status });
}

/** "did we win", "that we lost": how deals ended, without a time. */
export const outcome: Rule = (reader, at) => {
  const { units } = reader.clause;
  if (reader.selection.entity !== 'opportunity') return 0;
  let i = at;
  while (
    i < reader.to &&
    i - at < 4 &&
    /^(did|have|has|we|i|they|you|that|which|he|she|been|our|team|ever)$/.test(normAt(units, i))
  )
    i++;
  const status = { win: 'won', won: 'won', lose: 'lost', lost: 'lost' }[normAt(units, i)];
  if (!status) return 0;
  add(reader, { field: 'status', op: 'eq', value: status });
  return i + 1 - at;
};

/** "overdue", "past due", "late": the date has passed and the record is still open. */
/** "that should have closed by now but have not", "were supposed to be done already": due, and still open. */
function shouldHaveHappened({ clause: { units } }: Reader, at: number): number {
  const that = phraseAt(units, at, 'that|which');
  const should = phraseAt(
    units,
    at + that,
    'should have|were supposed to|was supposed to|ought to have|had to',
  );
  if (should === 0) return 0;
  let end = at + that + should;
  end += phraseAt(units, end, 'been|have been|be|have');
  const deed = phraseAt(units, end, 'closed|close|signed|sign|done|finished|completed|happened|paid');
  if (deed === 0) return 0;
  end += deed;
  end += phraseAt(units, end, 'by now|already|before now|by today');
  end += phraseAt(units, end, 'but have not|but has not|but are not|but did not|and have not|and has not');
  return end - at;
}

export const overdue: Rule = (reader, at) => {
  const length =
    shouldHaveHappened(reader, at) ||
    phraseAt(
      reader.clause.units,
      at,
      `overdue|past due|past their close date|past its close date|past the close date|late|
    past their due date|past deadline|slipping|slipped|past due date|slipped past their close date|slipped past the close date|
    slipped past their due date|slipped past their date|past its due date|beyond their close date|missed their close date|
    missed its close date|missed the close date|missed their deadline`,
    );
  if (length === 0) return 0;
  const { entity } = reader.selection;
  if (entity === 'task')
    add(reader, { field: 'due', op: 'lt', value: 'now' }, { field: 'status', op: 'ne', value: 'completed' });
  else if (entity === 'opportunity')
    add(
      reader,
      { field: 'expectedClose', op: 'lt', value: 'today' },
      { field: 'status', op: 'eq', value: 'open' },
    );
  else if (entity === 'contact') add(reader, { field: 'followUp', op: 'lt', value: 'now' });
  else return 0;
  return length;
};

/** A time without a verb: "deals this quarter", "my tasks today", "new contacts this week". */
export const bareTime: Rule = (reader, at) => {
  const { units } = reader.clause;
  const field = reader.claim?.field ?? periodField(reader.selection);
  const range = dateRangeAt(units, at, field, reader.to);
  // "deals since March" and "deals from last month" do not ask when deals will close
  const isDoubtful = field === 'expectedClose' && !reader.claim && !isOpenDeals(reader);
  if (!range || (isDoubtful && looksBack(reader, at))) return 0;
  delete reader.claim;
  return addTimes(reader, at, field, range);
};

const isOpenDeals = ({ selection }: Reader) =>
  selection.where.some(({ field, value }) => field === 'status' && value === 'open');

/** Since a time, or in one that is over. */
function looksBack({ clause: { units }, context }: Reader, at: number): boolean {
  if (/^(since|after)$/.test(normAt(units, at))) return normAt(units, at) === 'since';
  const time = units.slice(at, at + 4).find((unit) => unit.time)?.time;
  return (
    time?.kind === 'span' &&
    !/^(by|before|until|till)$/.test(normAt(units, at)) &&
    time.to.toJSDate() <= context.now
  );
}

/** A time, or one of several: "due tomorrow or on Friday". */
function addTimes(reader: Reader, at: number, field: string, range: DateRange): number {
  const more = reader.isNegated
    ? { groups: [], length: 0 }
    : moreRangesAt(reader.clause.units, at + range.length, field);
  if (more.groups.length > 0) addEither(reader.selection, [range.conditions, ...more.groups]);
  else add(reader, ...range.conditions);
  return range.length + more.length;
}
