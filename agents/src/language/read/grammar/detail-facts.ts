import { isCity } from '../../recognise/lexicon/cities.ts';
import { isCountry } from '../../recognise/lexicon/countries.ts';
import { kindOf } from '../../recognise/lexicon/entities.ts';
import { scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { endPoint, iso } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { setField, settableAt } from './assignments.ts';
import { pieceEnd, type Step, stepInside } from './detail.ts';
import { rawText } from './read-value.ts';

/** "based in Dublin", "in Lyon": where somebody or something is. */
export const place: Step = ({ reader, entity, details, to }, at) => {
  if (entity !== 'contact' && entity !== 'company') return 0;
  const { units } = reader.clause;
  const lead = phraseAt(units, at, PLACED);
  const isBare = lead === 0 && details.set.city !== undefined && isCountry(normAt(units, at));
  if (lead === 0 && !isBare) return 0;
  let end = at + lead;
  const isPart = (i: number) =>
    (units[i]?.kind === 'name' && scoreAs(units[i], 'company') < 1) ||
    (units[i]?.kind === 'word' &&
      (units[i]?.isCapital || units[i]?.place || isCity(normAt(units, i)) || isCountry(normAt(units, i))));
  while (end < to && isPart(end)) end++;
  if (end === at + lead) return 0;
  const text = rawText(reader.clause, at + lead, end);
  details.set[isCountry(normAt(units, at + lead)) ? 'country' : 'city'] = text;
  return end - at;
};

const PLACED =
  'based in|located in|living in|lives in|sits in|is in|is based in|headquartered in|with offices in|with headquarters in|sitting in|in|out of|from|near';

/** "called Kestrel training", "name it Winter campaign": what a record is called, said after other details. */
export const named: Step = (pass, at) => {
  const { reader, entity, details, to } = pass;
  const { title } = kindOf(entity);
  const lead = phraseAt(
    reader.clause.units,
    at,
    `called|named|titled|with the name|with the title|name it|call it|and call it|and name it|its name is|
    the name is|by the name of|let us call it|under the name|with the name of`,
  );
  if (lead === 0 || details.set[title] !== undefined) return 0;
  const end = stepInside(pass, at + lead, Math.min(to, pieceEnd(pass, at + lead)));
  const text = rawText(reader.clause, at + lead, end);
  if (!text) return 0;
  details.set[title] = text;
  return end - at;
};

export const INTO_CRM = `in the crm|into the crm|to the crm|in our crm|to our crm|into our crm|in the system|into the system|
  to the system|to the database|in the database|into the database|on the list|onto the list|to the list`;

/** "to the CRM": where every record goes. */
export const intoCrm: Step = ({ reader }, at) => phraseAt(reader.clause.units, at, INTO_CRM);

/** "30 seats", "a score of 80" the other way round: a number before the name of what it measures. */
export const counted: Step = ({ reader, entity, details }, at) => {
  const lead = phraseAt(reader.clause.units, at, 'with|and|for|has|have');
  const unit = reader.clause.units[at + lead];
  const found = unit?.kind === 'number' ? settableAt(reader, entity, at + lead + 1) : undefined;
  if (found?.field.kind !== 'number') return 0;
  setField(details.set, found.field, unit?.value);
  return lead + 1 + found.length;
};

export const closing: Step = ({ reader, entity, details }, at) => {
  if (entity !== 'opportunity') return 0;
  const { units } = reader.clause;
  const lead = phraseAt(
    units,
    at,
    `closing|to close|that closes|which closes|expected to close|expected close|due|close date|expected|
    closes|should close|with close date|with a close date|with a close date of|will close|
    that should close|that will close|likely to close|set to close|closing date|close|close on|they want to sign|wants to sign|want to sign`,
  );
  let i = at + lead;
  i += phraseAt(units, i, 'by|on|at|in|before|around|by the|is|at the|of|:');
  const time = units[i]?.time;
  if (time?.kind !== 'span') return 0;
  details.set.expectedClose = iso(endPoint(time));
  return i + 1 - at;
};

export const stage: Step = ({ reader, entity, details }, at) => {
  if (entity !== 'opportunity') return 0;
  const { clause } = reader;
  const lead = phraseAt(
    clause.units,
    at,
    `in|in the|at|at the|in stage|stage|to|into|straight in|directly in|starting in|in the stage`,
  );
  const pipeline = sensesAt(clause, at + lead, 'pipeline')[0];
  const isPipeline =
    pipeline && /^(pipeline|funnel)$/.test(normAt(clause.units, at + lead + pipeline.length));
  if (isPipeline) {
    details.set.pipeline = pipeline.sense.id;
    return lead + pipeline.length + 1;
  }
  const found = lead > 0 ? sensesAt(clause, at + lead, 'stage')[0] : undefined;
  if (!found) return 0;
  details.set.stage = found.sense.name;
  return lead + found.length + phraseAt(clause.units, at + lead + found.length, 'stage');
};
