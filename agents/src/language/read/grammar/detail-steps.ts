import { kindOf } from '../../recognise/lexicon/entities.ts';
import { isRole } from '../../recognise/lexicon/job-titles.ts';
import { isSource } from '../../recognise/lexicon/sources.ts';
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
    // crowns of which country?
    if (unit.currency === 'KR') details.unread.push(unit.text);
    details.set[measures.money] = unit.value;
    if (
      unit.currency &&
      unit.currency !== 'KR' &&
      unit.currency !== reader.context.currency &&
      entity === 'opportunity'
    )
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

/** "Akira owns it", "Lena will run it": the owner, said as a sentence. */
const ownedBy: Step = ({ reader, entity, details }, at) => {
  const { units } = reader.clause;
  const user = userValue(units[at]);
  const verb = user ? phraseAt(units, at + 1, OWNS) : 0;
  if (!user || verb === 0) return 0;
  details.set[kindOf(entity).owner] = user;
  return 1 + verb + phraseAt(units, at + 1 + verb, 'it|her|him|them|this|that|this one|the deal|the account');
};

const OWNS = `owns|will own|runs|will run|handles|will handle|takes|takes over|will take|will take over|looks after|
  will look after|takes care of|will take care of|is responsible for|is the owner|is the owner of|leads|will lead`;

/** "met via referral", "at the trade fair": how we came to know somebody. */
const sourced: Step = (pass, at) => {
  const { reader, entity, details, to } = pass;
  const { units } = reader.clause;
  const met = entity === 'contact' ? phraseAt(units, at, MET) : 0;
  const seen =
    entity === 'contact' && met === 0
      ? phraseAt(units, at, 'at the|at a|at our|from the|from a|from our')
      : 0;
  const start = at + (met || seen);
  if (start === at || details.set.source !== undefined) return 0;
  const from = start + (met ? phraseAt(units, start, 'the|a|an|our') : 0);
  const end = Math.min(to, pieceEnd(pass, from));
  const isKnown = isSource(normAt(units, end - 1)) && end - from <= 3;
  if (end === from || (seen > 0 && !isKnown)) return 0;
  details.set.source = rawText(reader.clause, from, end);
  return end - at;
};

const MET = `met via|met through|met at|met on|met in|met him at|met her at|met them at|we met at|i met him at|i met her at|
  we met via|via|came via|came in via|came through|found via|found us via|found us through|introduced by|
  introduced through|was introduced by|referred by|was referred by`;

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
  // a text ends with its piece of the list; only notes go on
  const isShort =
    found.field.kind === 'string' && found.field.format !== 'longtext' && found.field.name !== 'nextStep';
  const end = isShort ? Math.min(to, pieceEnd(pass, at + lead + found.length)) : to;
  const read = assignmentsAt(reader, entity, at + lead, end === at + lead + found.length ? to : end);
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
  const runs = phraseAt(clause.units, at, RUNS);
  const lead = phraseAt(
    clause.units,
    at,
    `as|as a|as an|as the|as a new|as our|as its|who is|who is the|who is a|is the|she is|he is|she is the|
    he is the|is their|she is their|he is their|who is their|as their|is a|she is a|he is a|
    her title is|his title is|their title is`,
  );
  if (runs > 0 && entity === 'contact' && details.set.jobTitle === undefined) {
    const end = stepInside(pass, at + runs, pieceEnd(pass, at + runs));
    details.set.jobTitle = rawText(clause, at + runs - 1, end);
    return end - at;
  }
  if (
    lead === 0 ||
    phraseAt(clause.units, at, 'as discussed|as agreed|as promised|as requested|as usual|as well') > 0
  )
    return 0;
  // "the new CTO" says nothing about a status
  const isNew = normAt(clause.units, at + lead) === 'new' && !BREAK.test(normAt(clause.units, at + lead + 1));
  const start = at + lead + (isNew && at + lead + 1 < pass.to ? 1 : 0);
  const noun = sensesAt(clause, start, 'entity').find((match) => match.sense.entity === entity);
  const option = sensesAt(clause, start, 'option').find((match) => match.sense.field.entity === entity);
  // a person is a lead anyway; a company that is a customer is one by its status
  if (noun && (entity !== 'company' || !option)) return lead + noun.length;
  if (option) {
    setField(details.set, option.sense.field, option.sense.value);
    return lead + option.length;
  }
  if (entity !== 'contact' || details.set.jobTitle !== undefined) return 0;
  const end = stepInside(pass, start, pieceEnd(pass, start));
  const text = rawText(clause, start, end);
  // "as ..." and "her title is ..." say so; "he is ..." may go on with anything
  const isSaid = /^as$/.test(normAt(clause.units, at)) || normAt(clause.units, at + 1) === 'title';
  if (!text || !(isSaid || isRole(text))) return 0;
  details.set.jobTitle = text;
  return end - at;
};

/** "he runs procurement": what somebody does, in a word for it. */
const RUNS =
  'he runs|she runs|who runs|he heads|she heads|who heads|he leads|she leads|who leads|he manages|she manages|who manages';

export const STEPS: readonly Step[] = [
  intoCrm,
  named,
  counted,
  contactData,
  amount,
  closing,
  stage,
  owner,
  ownedBy,
  sourced,
  asRole,
  company,
  place,
  labelled,
  tagged,
];
