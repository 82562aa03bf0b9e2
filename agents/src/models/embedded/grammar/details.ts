import { isCountry } from '../lexicon/countries.ts';
import { type EntityName, entityTools } from '../lexicon/entities.ts';
import { fillers } from '../lexicon/words.ts';
import { nameValue, scoreAs, userValue } from '../names/name-value.ts';
import { pronounKind, referent } from '../names/references.ts';
import { endPoint, iso } from '../times/time-value.ts';
import { assignmentsAt, setField, settableAt } from './assignments.ts';
import { phraseAt } from './phrases.ts';
import { rawText, type ValueContext } from './read-value.ts';
import { normAt, sensesAt, textOf } from './unit.ts';

/** What a new record is told to be. */
export interface Details {
  set: Record<string, unknown>;
  companyName?: string;
  contactName?: string;
  unread: string[];
  needsPrevious: boolean;
}

interface Pass {
  reader: ValueContext;
  entity: EntityName;
  to: number;
  details: Details;
}

type Step = (pass: Pass, at: number) => number;

const BREAK = /^(,|;|\n|\.|–|—|\(|\)|\||\/|•)$/;

/** Where a piece of an apposition list ends. */
function pieceEnd({ reader, to }: Pass, at: number): number {
  let end = at;
  while (end < to && !BREAK.test(normAt(reader.clause.units, end))) end++;
  return end;
}

const contactData: Step = ({ reader, entity, details }, at) => {
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

const amount: Step = ({ reader, entity, details }, at) => {
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

const closing: Step = ({ reader, entity, details }, at) => {
  if (entity !== 'opportunity') return 0;
  const { units } = reader.clause;
  const lead = phraseAt(
    units,
    at,
    `closing|to close|that closes|which closes|expected to close|expected close|due|close date|expected|
    closes|should close|with close date|with a close date|with a close date of|will close|
    that should close|that will close|likely to close|set to close|closing date`,
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

const company: Step = (pass, at) => {
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
    (unit.kind === 'word' && (unit.isCapital || !clause.vocabulary.has(unit.norm)));
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
  if (near) details.set.company = near.name;
}

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
    `as|as a|as an|as the|as a new|as our|who is|who is the|who is a|is the|she is|he is|she is the|
    he is the|is their|she is their|he is their|who is their|as their|is a|she is a|he is a|
    her title is|his title is`,
  );
  if (lead === 0) return 0;
  const start = at + lead;
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

const STEPS: readonly Step[] = [
  contactData,
  amount,
  closing,
  stage,
  owner,
  asRole,
  company,
  labelled,
  tagged,
];

/** The field of free text that a piece of an apposition list is: "VP Sales" of a person, "Software" of a company. */
const APPOSITION: Readonly<Record<EntityName, string | undefined>> = {
  contact: 'jobTitle',
  company: 'industry',
  opportunity: undefined,
  task: undefined,
};

function readName(pass: Pass, from: number): number {
  const { reader, entity, to, details } = pass;
  const { clause } = reader;
  const { units } = clause;
  let at =
    from +
    phraseAt(
      units,
      from,
      'a|an|the|me a|another|this|us a|me an|these|these people|the following|the following people|these contacts|these two|both|my|our',
    );
  at += phraseAt(units, at, 'new|following|:|people|contacts|contacts :|people :');
  const owner = units[at];
  if (entity === 'contact' && owner?.kind === 'name' && units[at + 1]?.kind === 'possessive') {
    details.set.company = nameValue(owner, ['company'], reader.context);
    details.companyName = owner.text;
    at += 2;
    at += phraseAt(units, at, 'new');
    let end = at;
    while (end < to && units[end]?.kind !== 'name' && !BREAK.test(normAt(units, end))) end++;
    const title = rawText(clause, at, end);
    if (title && end < to && sensesAt(clause, at, 'entity').length === 0) details.set.jobTitle = title;
    at = end;
  }
  const before = at;
  // what stands before the noun of a deal: "a 12k deal", "a Northwind renewal deal"
  for (let i = at; i < Math.min(to, at + 6); i++) {
    const noun = sensesAt(clause, i, 'entity').find(
      (match) => match.sense.entity === entity && units[i]?.kind === 'word',
    );
    if (i > at && normAt(units, i) === 'as' && units[i - 1]?.kind === 'name') break;
    if (entity === 'contact' && i > at && units[i - 1]?.kind === 'name' && !noun) break;
    if (!noun || (i > at && /^(at|from|with|for|to|in|on|of|,|:)$/.test(normAt(units, i - 1)))) continue;
    if (i > before) readBeforeNoun(pass, before, i);
    at = i + noun.length;
    at += phraseAt(units, at, 'profile|record|card|entry|page|account');
    break;
  }
  at +=
    phraseAt(
      units,
      at,
      `called|named|:|for|titled|with the name|name :|by the name of|-|with name|record for|, called|
    , named|name|for a new|\n|with title`,
    ) * (entity === 'opportunity' && normAt(units, at) === 'for' ? 0 : 1);
  if (normAt(units, at) === '\n') at++;
  at += phraseAt(units, at, 'name :|full name :|name =|title :');
  const isName = (i: number) => {
    const unit = units[i];
    return (
      unit?.kind === 'name' ||
      unit?.kind === 'quote' ||
      (unit?.kind === 'word' &&
        (unit.isCapital || (!clause.vocabulary.has(unit.norm) && entity !== 'opportunity'))) ||
      /^(&|-|')$/.test(unit?.norm ?? '')
    );
  };
  const said = /^(called|named|:|titled|name)$/.test(normAt(units, at - 1));
  let end = at;
  while (
    end < to &&
    (isName(end) ||
      (said &&
        !BREAK.test(normAt(units, end)) &&
        !STEPS.some((step) => step({ ...pass, details: blank() }, end) > 0)))
  )
    end++;
  while (
    end < to &&
    end > at &&
    units[end]?.kind === 'number' &&
    (units[end + 1] === undefined || BREAK.test(normAt(units, end + 1)))
  )
    end++;
  if (end > at && details.set[entityTools[entity].title] === undefined)
    details.set[entityTools[entity].title] = rawText(clause, at, end);
  return end;
}

const blank = (): Details => ({ set: {}, unread: [], needsPrevious: false });

function readBeforeNoun(pass: Pass, from: number, to: number): void {
  const { reader, entity, details } = pass;
  for (let at = from; at < to; ) {
    const unit = reader.clause.units[at];
    const length = amount(pass, at) || contactData(pass, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (unit?.kind === 'name' && entity === 'opportunity' && scoreAs(unit, 'opportunity') < 1) {
      const isPerson = scoreAs(unit, 'contact') > scoreAs(unit, 'company');
      details.set[isPerson ? 'contact' : 'company'] = nameValue(
        unit,
        [isPerson ? 'contact' : 'company'],
        reader.context,
      );
      if (!isPerson) details.companyName = unit.text;
      const rest = textOf(reader.clause, at + 1, to);
      if (rest) details.set.title = textOf(reader.clause, at, to);
      return;
    }
    const option = sensesAt(reader.clause, at, 'option').find((match) => match.sense.field.entity === entity);
    if (option) setField(details.set, option.sense.field, option.sense.value);
    else if (unit && !fillers.has(unit.norm) && unit.kind !== 'possessive') {
      const apposition = APPOSITION[entity];
      if (entity === 'company' && apposition) details.set[apposition] = rawText(reader.clause, at, to);
      else if (entity === 'contact' && unit.kind === 'name')
        details.set.company = nameValue(unit, ['company'], reader.context);
      else if (entity === 'opportunity') details.set.title ??= `${rawText(reader.clause, at, to)} deal`;
      else details.unread.push(unit.text);
      if (entity !== 'contact') return;
    }
    at += option?.length ?? 1;
  }
}

/** Reads what follows "add" or "create": a name, then its details as a list, labels or lines. */
export function readDetails(reader: ValueContext, entity: EntityName, from: number, to: number): Details {
  const details = blank();
  const pass: Pass = { reader, entity, to, details };
  let at = readName(pass, from);
  while (at < to) {
    const norm = normAt(reader.clause.units, at);
    if (
      BREAK.test(norm) ||
      fillers.has(norm) ||
      /^(and|with|who|is|are|that|has|as|her|his|to|on|it|he|she|they|works|work|just|we|met|i|him|them|into|so|\?|!)$/.test(
        norm,
      )
    ) {
      const joined = STEPS.map((step) => step(pass, at)).find((length) => length > 0);
      at += joined ?? 1;
      continue;
    }
    const length = STEPS.map((step) => step).reduce((found, step) => found || step(pass, at), 0);
    if (length > 0) {
      at += length;
      continue;
    }
    at = readPiece(pass, at);
  }
  return details;
}

const TITLE_WORD =
  /\b(c[efotmri]o|ciso|cpo|[se]?vp|head|lead|chief|officer|president|director|manager|engineer|developer|sales|marketing|procurement|purchasing|finance|operations|product|founder|owner|partner|analyst|consultant|architect|buyer|assistant|coordinator|specialist|executive|executive|controller|recruiter|advisor|counsel|lawyer|hr|it|support|success|designer|scientist|accountant|secretary|rep|representative|account|team|senior|junior|principal|dean|professor|dr|teacher|nurse|doctor|editor|writer|producer|planner|strategist|administrator|admin|technician|supervisor|foreman|chair|chairman|treasurer|trainer|agent|broker|md|gm|ops|legal|research|security|quality|logistics manager)\b/i;

/** Words of a part somebody plays, rather than a company's name. */
function isJobTitle(text: string): boolean {
  return TITLE_WORD.test(text);
}

/** A piece that no rule knows: the apposition if it is still free, else unread. */
function readPiece(pass: Pass, at: number): number {
  const { reader, entity, details } = pass;
  const end = pieceEnd(pass, at);
  const apposition = APPOSITION[entity];
  const stop = stepInside(pass, at, end);
  const text = rawText(reader.clause, at, stop);
  const option = sensesAt(reader.clause, at, 'option').find(
    (match) => match.sense.field.entity === entity && match.length === stop - at,
  );
  const only = stop - at === 1 ? reader.clause.units[at] : undefined;
  const isCompany =
    entity === 'contact' &&
    only?.kind === 'name' &&
    details.set.company === undefined &&
    (scoreAs(only, 'company') > 0 || (only.matches?.length === 0 && !isJobTitle(only.text)));
  if (option) setField(details.set, option.sense.field, option.sense.value);
  else if (isCompany && only) {
    details.set.company = nameValue(only, ['company'], reader.context);
    details.companyName = only.text;
  } else if (entity === 'company' && only && (only.kind === 'name' || isCountry(only.norm)))
    details.set[isCountry(only.norm) ? 'country' : 'city'] = only.text;
  else if (apposition && details.set[apposition] === undefined && text.length <= 80)
    details.set[apposition] = text;
  else if (text) details.unread.push(text);
  return Math.max(stop, at + 1);
}

/** Where within a piece the next known detail begins: "VP Sales at Northwind". */
function stepInside(pass: Pass, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    if (STEPS.some((step) => step({ ...pass, details: blank() }, at) > 0)) return at;
  }
  return to;
}
