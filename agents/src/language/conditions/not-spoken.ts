import { phraseAt } from '../recognise/phrases.ts';
import { type ConditionReader, decidingCommand } from './condition-reader.ts';
import { joined, statedWords } from './condition-words.ts';

const WHO = 'we|i|nobody|no one|anyone|anybody|someone|somebody';
const SPOKEN = `spoken to|spoken with|spoke to|spoke with|talked to|talked with|been in touch with|been in contact with|contacted|
  heard from|met|met with|called|reached out to|had contact with|checked in with|got in touch with|gotten in touch with`;
const FOR =
  'in the past|in the last|for the past|for the last|within the last|within the past|in over|for over|for more than|in more than|for at least|in at least|in|for|since|over the last|over the past';
const UNITS: Readonly<Record<string, string>> = {
  fortnight: '14 days',
  week: '1 week',
  month: '1 month',
  year: '1 year',
  quarter: '3 months',
};

/** Less like a name, it is nobody's. */
const KNOWN = 0.9;
const TIME =
  /^(?:(?:\d+|a|an|the|one|two|three|four|five|six|seven|eight|nine|ten|couple of|few) )*(?:days?|weeks?|months?|quarters?|years?|fortnights?)$|^(?:last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$|\d|^yesterday$|^last \w+$/;

/** "We haven't spoken to Jane Doe in the past fortnight": whether she is among those nobody has contacted since. */
export const readNotSpoken: ConditionReader = async ({ text, context, catalogue, read }) => {
  const words = statedWords(text);
  const has = words.findIndex(({ norm }) => /^(has|have)$/.test(norm));
  if (has < 0) return undefined;
  const who = has > 0 ? 0 : 1;
  const subject = phraseAt(words, who, WHO);
  if (subject === 0) return undefined;
  const isNobody = /^(nobody|no)$/.test(words[who]?.norm ?? '');
  const not = words.findIndex(({ norm }) => norm === 'not' || norm === 'never');
  let at = Math.max(has + 1, who + subject, not + 1);
  if (words[at]?.norm === 'ever') at++;
  const spoken = phraseAt(words, at, SPOKEN);
  if (spoken === 0) return undefined;
  const from = at + spoken;
  const times = words.findIndex((_, place) => place > from && phraseAt(words, place, FOR) > 0);
  if (times < 0) return undefined;
  const name = joined(words.slice(from, times));
  const [known] = await context.findNames(name, ['contact']);
  if (!known || known.score < KNOWN) return undefined;
  const lead = phraseAt(words, times, FOR);
  const span = joined(words.slice(times + lead)).replace(/[.?!,]+$/, '');
  if (!TIME.test(span.toLowerCase())) return undefined;
  const isSince = words[times]?.norm === 'since';
  const time = isSince ? `since ${span}` : `in the last ${UNITS[span.replace(/^(a|the|one) /, '')] ?? span}`;
  const question = `show contacts called ${name} not contacted ${time}`;
  const found = decidingCommand(await read(question), catalogue);
  if (found?.by !== 'count') return undefined;
  const isNegated = not < 0 && !isNobody;
  return { command: found.command, count: { op: 'gte', value: 1 }, isNegated };
};
