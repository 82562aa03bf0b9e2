import { isCountry } from '../lexicon/countries.ts';
import { type EntityName, entityTools } from '../lexicon/entities.ts';
import { commonWords } from '../lexicon/words.ts';
import { nameValue, scoreAs, userValue } from '../names/name-value.ts';
import { pronounKind, referent } from '../names/references.ts';
import { endPoint, iso } from '../times/time-value.ts';
import { assignmentsAt, setField, settableAt } from './assignments.ts';
import { BREAK, type Pass, pieceEnd, type Step, stepInside } from './detail.ts';
import { phraseAt } from './phrases.ts';
import { rawText } from './read-value.ts';
import { normAt, sensesAt } from './unit.ts';

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
  const { measures } = entityTools[entity];
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

/** "based in Dublin", "in Lyon": where somebody or something is. */
const place: Step = ({ reader, entity, details, to }, at) => {
  if (entity !== 'contact' && entity !== 'company') return 0;
  const { units } = reader.clause;
  const lead = phraseAt(units, at, PLACED);
  const isBare = lead === 0 && details.set.city !== undefined && isCountry(normAt(units, at));
  if (lead === 0 && !isBare) return 0;
  let end = at + lead;
  const isPart = (i: number) =>
    (units[i]?.kind === 'name' && scoreAs(units[i], 'company') < 1) ||
    (units[i]?.kind === 'word' && (units[i]?.isCapital || !reader.clause.vocabulary.has(normAt(units, i))));
  while (end < to && isPart(end)) end++;
  if (end === at + lead) return 0;
  const text = rawText(reader.clause, at + lead, end);
  details.set[isCountry(normAt(units, at + lead)) ? 'country' : 'city'] = text;
  return end - at;
};

const PLACED =
  'based in|located in|living in|lives in|headquartered in|with offices in|with headquarters in|sitting in|in|out of|from|near';

/** "called Kestrel training", "name it Winter campaign": what a record is called, said after other details. */
const named: Step = (pass, at) => {
  const { reader, entity, details, to } = pass;
  const { title } = entityTools[entity];
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

/** "to the CRM": where every record goes. */
const intoCrm: Step = ({ reader }, at) =>
  phraseAt(
    reader.clause.units,
    at,
    'in the crm|into the crm|to the crm|in our crm|to our crm|into our crm|in the system|to the system|to the database|in the database',
  );

/** "30 seats", "a score of 80" the other way round: a number before the name of what it measures. */
const counted: Step = ({ reader, entity, details }, at) => {
  const lead = phraseAt(reader.clause.units, at, 'with|and|for|has|have');
  const unit = reader.clause.units[at + lead];
  const found = unit?.kind === 'number' ? settableAt(reader, entity, at + lead + 1) : undefined;
  if (found?.field.kind !== 'number') return 0;
  setField(details.set, found.field, unit?.value);
  return lead + 1 + found.length;
};

const closing: Step = ({ reader, entity, details }, at) => {
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

const stage: Step = ({ reader, entity, details }, at) => {
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

export const company: Step = (pass, at) => {
  const { reader, entity, details, to } = pass;
  const { clause, context, introduced } = reader;
  const { units } = clause;
  if (entity === 'company') return 0;
  const isDeal = entity === 'opportunity';
  const lead = phraseAt(
    units,
    at,
    `from|at|of|with|for|works at|who works at|working at|works for|who works for|who is at|with company|
    to|over at|at the company|from the company|for the company|@|is from|who is from|working for|on`,
  );
  if (lead === 0) return 0;
  if (normAt(units, at) === 'of' && scoreAs(units[at + lead], 'company') === 0) return 0;
  const isAbroad = normAt(units, at) === 'from' && isCountry(normAt(units, at + lead));
  if (isAbroad) return 0;
  let i = at + lead;
  if (/^(the|a|an|company|our|customer|client)$/.test(normAt(units, i))) i++;
  const unit = units[i];
  const pronoun = pronounKind(normAt(units, i));
  if (pronoun) {
    const found = referent(
      pronoun === 'many' ? 'thing' : pronoun,
      isDeal ? ['company', 'contact'] : ['company'],
      context,
      introduced,
    );
    if (!found) return 0;
    details.set[found.entity === 'contact' ? 'contact' : 'company'] = found.value;
    if (found.entity === 'company') details.companyName = found.title;
    else if (isDeal) details.contactName = found.title;
    if (found.entity === 'contact' && isDeal)
      details.companyName ??=
        introduced.find((item) => item.entity === 'company')?.name ??
        context.focus.find((item) => item.entity === 'company')?.title ??
        '';
    if (isDeal && found.entity === 'contact' && details.set.company === undefined) companyOfPerson(pass);
    details.needsPrevious ||= found.isFromPrevious;
    return i + 1 - at;
  }
  if (!unit || i >= to) return 0;
  const noun =
    isDeal && sensesAt(clause, i, 'entity').length > 0 && units[i - 1]?.norm === 'the'
      ? referent('thing', [sensesAt(clause, i, 'entity')[0]?.sense.entity ?? 'company'], context, introduced)
      : undefined;
  if (noun && (noun.entity === 'company' || noun.entity === 'contact')) {
    details.set[noun.entity] = noun.value;
    if (noun.entity === 'company') details.companyName = noun.title;
    return i + 1 - at;
  }
  const isName =
    unit.kind === 'name' ||
    unit.kind === 'quote' ||
    unit.kind === 'url' ||
    (unit.kind === 'word' &&
      (unit.isCapital || (!clause.vocabulary.has(unit.norm) && !commonWords.has(unit.norm))));
  if (!isName) return 0;
  let end = i + 1;
  if (unit.kind === 'word')
    while (
      end < to &&
      (units[end]?.kind === 'name' ||
        (units[end]?.kind === 'word' && !clause.vocabulary.has(normAt(units, end))))
    )
      end++;
  const isPerson = isDeal && scoreAs(unit, 'contact') > scoreAs(unit, 'company');
  const text = rawText(clause, i, end);
  if (isPerson) {
    details.set.contact = nameValue(unit, ['contact'], context);
    details.contactName = text;
  } else {
    details.set.company =
      end - i === 1 && unit.kind === 'name' ? nameValue(unit, ['company'], context) : text;
    details.companyName = text;
    details.needsPrevious ||= introduced.some((item) => item.entity === 'company' && item.name === text);
  }
  return end - at;
};

/** A deal "for her" is also one with her company, when that was just spoken of. */
function companyOfPerson({ reader, details }: Pass): void {
  const near = reader.introduced.find((item) => item.entity === 'company');
  if (near) details.set.company = near.id ?? near.name;
}

export const owner: Step = ({ reader, entity, details }, at) => {
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
  details.set[entityTools[entity].owner] = user;
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
export const APPOSITION: Readonly<Record<EntityName, string | undefined>> = {
  contact: 'jobTitle',
  company: 'industry',
  opportunity: 'title',
  task: undefined,
};
