import { lookup } from '../../../lookup.ts';
import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { scoreAs, userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { assignmentsAt, setField, settableAt } from './assignments.ts';
import { BREAK, pieceEnd, type Step, stepInside } from './detail.ts';
import { company } from './detail-company.ts';
import { closing, counted, intoCrm, named, place, stage } from './detail-facts.ts';
import { rawText } from './read-value.ts';

export const contactData: Step = ({ reader, entity, details }, at) => {
  const unit = reader.clause.units[at];
  if (!unit) return 0;
  const has = (name: string) =>
    reader.clause.vocabulary.fields.some((field) => field.entity === entity && field.name === name);
  if (unit.kind === 'email' && has('email')) details.set.email = unit.text;
  else if (unit.kind === 'phone' && has('phone')) details.set.phone = unit.text;
  else if (unit.kind === 'url' && has('domain')) details.set.domain = unit.text;
  else return 0;
  return 1;
};

export const amount: Step = ({ reader, entity, details }, at) => {
  const lead = phraseAt(
    reader.clause.units,
    at,
    'worth|for|of|at|valued at|with a value of|worth about|over',
  );
  const unit = reader.clause.units[at + lead];
  const { measures } = kindOf(entity);
  const isMoney = unit?.kind === 'money' || (unit?.kind === 'number' && (unit.value ?? 0) >= 100);
  if (isMoney && measures.money && details.set[measures.money] === undefined) {
    const isPeople =
      unit.kind === 'number' &&
      /^(people|employees|staff|seats|users)$/.test(normAt(reader.clause.units, at + lead + 1));
    if (isPeople || (entity === 'company' && unit.kind === 'number')) return employees();
    details.set[measures.money] = unit.value;
    if (unit.currency && unit.currency !== reader.context.currency && entity === 'opportunity')
      details.set.currency = unit.currency;
    return lead + 1;
  }
  if (unit?.kind === 'percent' && measures.percent && entity === 'opportunity') {
    details.set[measures.percent] = unit.value;
    return lead + 1 + phraseAt(reader.clause.units, at + lead + 1, 'probability|chance|likely');
  }
  return entity === 'company' && unit?.kind === 'number' ? employees() : 0;

  function employees(): number {
    const noun = phraseAt(reader.clause.units, at + lead + 1, 'people|employees|staff');
    if (noun === 0 || entity !== 'company') return 0;
    details.set.employees = unit?.value;
    return lead + 1 + noun;
  }
};

const owner: Step = ({ reader, entity, details }, at) => {
  const lead = phraseAt(
    reader.clause.units,
    at,
    `assigned to|owned by|assign to|for|owner|owner :|and assign it to|and assign to|assign it to|
    and give it to|with owner|and assign her to|and assign him to|and assign them to`,
  );
  const user = lead > 0 ? userValue(reader.clause.units[at + lead]) : undefined;
  const unit = reader.clause.units[at + lead];
  if (
    !user ||
    (lead === 1 &&
      unit &&
      Math.max(scoreAs(unit, 'company'), scoreAs(unit, 'contact')) >= scoreAs(unit, 'user') &&
      user !== 'me')
  )
    return 0;
  details.set[kindOf(entity).owner] = user;
  return lead + 1;
};

const labelled: Step = (pass, at) => {
  const { reader, entity, to, details } = pass;
  const lead = phraseAt(
    reader.clause.units,
    at,
    `with|and|whose|her|his|the|with the|with a|her|and her|and his|its|with an|and the`,
  );
  const found = settableAt(reader, entity, at + lead);
  if (!found) return 0;
  // "Title" alone may be a job title told in a list; a label needs a value after it
  const read = assignmentsAt(reader, entity, at + lead, to);
  if (
    !read ||
    (found.field.ref && lead === 0 && !/^(:|=|is)$/.test(normAt(reader.clause.units, at + found.length)))
  )
    return 0;
  Object.assign(details.set, read.set);
  details.needsPrevious ||= read.needsPrevious;
  return read.end - at;
};

const tagged: Step = ({ reader, details, to }, at) => {
  const lead = phraseAt(
    reader.clause.units,
    at,
    `tagged|tagged as|tag|tags|with tag|tagged with|with the tag|and tag it|and tag her|and tag him|
    and tag them|labelled`,
  );
  if (lead === 0) return 0;
  const text = rawText(reader.clause, at + lead, to);
  details.set.tags = text.split(/\s*(?:,|\band\b)\s*/).filter(Boolean);
  return to - at;
};

/** "as Head of Procurement", "as a new lead", "as urgent": a part, a kind that is known already, or a value. */
const asRole: Step = (pass, at) => {
  const { reader, entity, details } = pass;
  const { clause } = reader;
  const lead = phraseAt(
    clause.units,
    at,
    `as|as a|as an|as the|as a new|as our|as its|who is|who is the|who is a|is the|she is|he is|she is the|
    he is the|is their|she is their|he is their|who is their|as their|is a|she is a|he is a|
    her title is|his title is`,
  );
  if (lead === 0) return 0;
  // "the new CTO" says nothing about a status
  const isNew = normAt(clause.units, at + lead) === 'new' && !BREAK.test(normAt(clause.units, at + lead + 1));
  const start = at + lead + (isNew && at + lead + 1 < pass.to ? 1 : 0);
  const noun = sensesAt(clause, start, 'entity').find((match) => match.sense.entity === entity);
  if (noun) return lead + noun.length;
  const option = sensesAt(clause, start, 'option').find((match) => match.sense.field.entity === entity);
  if (option) {
    setField(details.set, option.sense.field, option.sense.value);
    return lead + option.length;
  }
  const apposition = APPOSITION[entity];
  if (entity !== 'contact' || !apposition || details.set[apposition] !== undefined) return 0;
  const end = stepInside(pass, start, pieceEnd(pass, start));
  const text = rawText(clause, start, end);
  if (!text) return 0;
  details.set[apposition] = text;
  return end - at;
};

export const STEPS: readonly Step[] = [
  intoCrm,
  named,
  counted,
  contactData,
  amount,
  closing,
  stage,
  owner,
  asRole,
  company,
  place,
  labelled,
  tagged,
];

/** The field of free text that a piece of an apposition list is: "VP Sales" of a person, "Software" of a company. */
export const APPOSITION: Readonly<Record<EntityName, string | undefined>> = lookup({
  contact: 'jobTitle',
  company: 'industry',
  opportunity: 'title',
  task: undefined,
});
