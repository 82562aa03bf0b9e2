import { isCountry } from '../../lexicon/countries.ts';
import { isSource } from '../../lexicon/sources.ts';
import { phraseAt } from '../phrases.ts';
import { readValue } from '../read-value.ts';
import { add, fieldAt, linkTo, type Reader, type Rule } from '../selection.ts';
import { normAt, sensesAt, textOf } from '../unit.ts';

/** Words that end a value inside a noun phrase. */
const ENDS = new Set(
  'and or but that who which whose with without in at from over under above below sorted owned assigned closing created added due not except tagged , . ? ! ; by for since before after , are is have has to'.split(
    ' ',
  ),
);

export function valueEnd(reader: Reader, at: number): number {
  let end = at;
  while (
    end < reader.to &&
    !ENDS.has(normAt(reader.clause.units, end)) &&
    !sensesAt(reader.clause, end, 'entity')[0]
  )
    end++;
  return end;
}

/** "qualified leads", "urgent tasks", "open or won deals", "A-grade": a value that only one field has. */
export const option: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const at0 =
    at +
    phraseAt(
      clause.units,
      at,
      `that are|which are|who are|are|marked as|marked|with status|in status|is|status|of type|with|graded|
    being|with priority|that is|still`,
    );
  const found = sensesAt(clause, at0, 'option').filter(
    (match) => match.sense.field.entity === selection.entity,
  );
  const best = found.find((match) => !isWeakOption(reader, at0, match.sense.value, match.length));
  if (!best) return 0;
  const more = moreOptions(reader, at0 + best.length, best.sense.field.name);
  const values = [best.sense.value, ...more.values];
  let i = at0 + best.length + more.length;
  const label = fieldAt(reader, i);
  if (label && label.field.name === best.sense.field.name) i += label.length;
  const field = best.sense.field.name;
  add(
    reader,
    values.length === 1
      ? { field, op: best.sense.field.kind === 'array' ? 'contains' : 'eq', value: values[0] }
      : { field, op: 'in', value: values },
  );
  return i - at;
};

/** ", B or C": further values of the same field. */
function moreOptions(reader: Reader, from: number, field: string): { values: string[]; length: number } {
  const values: string[] = [];
  let i = from;
  for (;;) {
    const joint = phraseAt(reader.clause.units, i, 'or|,|and|, or');
    const next = joint
      ? sensesAt(reader.clause, i + joint, 'option').find(
          ({ sense }) => sense.field.name === field && sense.field.entity === reader.selection.entity,
        )
      : undefined;
    if (!next) return { values, length: i - from };
    values.push(next.sense.value);
    i += joint + next.length;
  }
}

/** Values that are also other words: one-letter grades need "grade", "new" before a time means created. */
function isWeakOption(reader: Reader, at: number, value: string, length: number): boolean {
  const { units } = reader.clause;
  const next = normAt(units, at + length);
  const before = normAt(units, at - 1);
  if (value.length === 1)
    return !(
      /^(grade|graded|lead|leads|rated|players|list)$/.test(next) || /^(grade|graded|rated)$/.test(before)
    );
  if (value === 'new')
    return reader.clause.units.slice(reader.from, reader.to).some((unit) => unit.time !== undefined);
  if (value === 'lead' || value === 'opportunity') return !/^(stage|lifecycle|in)$/.test(before);
  if (value === 'call' || value === 'email' || value === 'meeting') return reader.selection.entity !== 'task';
  return false;
}

/** "tagged VIP", "with the tag VIP", "labelled west". */
export const tagged: Rule = (reader, at) => {
  const { clause } = reader;
  const length = phraseAt(
    clause.units,
    at,
    `tagged|tagged as|tagged with|with tag|with the tag|with the tags|with tags|labelled|labeled|
    labelled as|having the tag|that have the tag|with label|with the label|that are tagged|
    who are tagged|are tagged|have the tag|has tag|carrying the tag`,
  );
  if (length === 0) return 0;
  const end = valueEnd(reader, at + length);
  const text = textOf(clause, at + length, end).replace(/^["']|["']$/g, '');
  if (!text) return 0;
  add(reader, { field: 'tags', op: 'eq', value: text });
  return end - at;
};

/** "with 'works' in the name". */
export const inName: Rule = ({ clause, selection, to }, at) => {
  const lead = phraseAt(clause.units, at, 'with|that have|having|which have|containing|with the word');
  const tail = phraseAt(
    clause.units,
    at + lead + 1,
    'in the name|in their name|in the title|in its name|in their title|in its title|in their names',
  );
  const unit = clause.units[at + lead];
  if (lead === 0 || tail === 0 || !unit || at + lead + 1 >= to) return 0;
  selection.text = unit.kind === 'quote' ? unit.text.slice(1, -1) : unit.text;
  return lead + 1 + tail;
};

/** "named Jane", "called Northwind", "whose name contains corp". */
export const called: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const length = phraseAt(
    clause.units,
    at,
    `named|called|with the name|by the name of|titled|with name|whose name is|whose name contains|
    with the title|matching|containing|starting with|about|whose title contains|mentioning|
    with the word`,
  );
  if (length === 0) return 0;
  // "about Contoso" is a link to the record
  if (
    /^(about|mentioning)$/.test(normAt(clause.units, at)) &&
    (clause.units[at + 1]?.matches ?? []).length > 0
  )
    return 0;
  const end = valueEnd(reader, at + length);
  const text = textOf(clause, at + length, end).replace(/^["']|["']$/g, '');
  if (!text) return 0;
  selection.text = text;
  return end - at;
};

const IS = `is|are|=|:|equals|equal to|of|contains|containing|like|includes|set to|being|was|in`;

/** "whose source is webinar", "with status qualified", "interested in software", "where city = Berlin". */
export const fieldValue: Rule = (reader, at) => {
  const { clause } = reader;
  const lead = phraseAt(
    clause.units,
    at,
    `with|whose|where|where the|with a|with an|that have|who have|with the|who are|that are|in|in the|
    having|by|for which|of|that|who|which|are`,
  );
  const found = fieldAt(reader, at + lead);
  if (!found || found.field.kind === 'date' || found.field.kind === 'number') return 0;
  let i = at + lead + found.length;
  const is = phraseAt(clause.units, i, IS);
  const isTold =
    is > 0 ||
    lead > 0 ||
    / /.test(
      clause.units
        .slice(at + lead, i)
        .map((unit) => unit.norm)
        .join(' '),
    );
  if (!isTold && found.field.kind !== 'enum') return 0;
  i += is;
  const blank = phraseAt(clause.units, i, 'missing|empty|blank|unknown|not set|unset|not filled in');
  if (is > 0 && blank > 0) {
    add(reader, { field: found.field.name, op: 'is_empty' });
    return i + blank - at;
  }
  if (normAt(clause.units, i) === 'not' || normAt(clause.units, i) === 'no') {
    reader.isNegated = !reader.isNegated;
    i++;
  }
  const end = /^(string|array)$/.test(found.field.kind) && !found.field.ref ? valueEnd(reader, i) : reader.to;
  const value = end > i ? readValue(found.field, reader, i, end) : undefined;
  if (!value || value.length === 0) return 0;
  if (found.field.kind === 'enum') {
    const more = moreOptions(reader, i + value.length, found.field.name);
    add(
      reader,
      more.values.length > 0
        ? { field: found.field.name, op: 'in', value: [value.value, ...more.values] }
        : { field: found.field.name, op: 'eq', value: value.value },
    );
    return i + value.length + more.length - at;
  }
  const isText = found.field.kind === 'string' && !found.field.ref && found.field.name !== 'stage';
  const single = Array.isArray(value.value) && value.value.length === 1 ? value.value[0] : value.value;
  add(reader, {
    field: found.field.name,
    op: isText ? 'contains' : Array.isArray(single) ? 'in' : 'eq',
    value: single,
  });
  return i + value.length - at;
};

/** "in Berlin", "from Germany", "based in the US": where a person or company is. */
export const place: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.entity !== 'contact' && selection.entity !== 'company') return 0;
  const length = phraseAt(
    clause.units,
    at,
    `in|based in|located in|from|in the|out of|near|that are in|who live in|living in|headquartered in|
    based out of|who are in|are in|are based in|that are based in|are located in|who are based in|
    around|from the|based in the`,
  );
  const unit = clause.units[at + length];
  if (length === 0 || !unit || at + length >= reader.to) return 0;
  const two = textOf(clause, at + length, at + length + 2).toLowerCase();
  const isTwo = isCountry(two);
  const isLand = isTwo || isCountry(unit.norm);
  const isPlace = isLand || unit.kind === 'name' || unit.kind === 'quote' || isUnknown(reader, at + length);
  if (!isPlace || isSource(unit.norm) || (normAt(clause.units, at) === 'from' && length === 1 && !isLand))
    return 0;
  const first = placeAt(reader, at + length, isTwo);
  if (
    /^(industry|sector|space|business|field|pipeline|stage)$/.test(
      normAt(clause.units, at + length + first.length),
    )
  )
    return 0;
  const values = [first.value];
  let end = at + length + first.length;
  // "in Austria or Switzerland"
  for (;;) {
    const joint = phraseAt(clause.units, end, 'or|, or|or in|and|,');
    const next = clause.units[end + joint];
    const isNext =
      joint > 0 &&
      next &&
      (isLand ? isCountry(next.norm) : next.kind === 'name' && next.matches?.length === 0);
    if (!isNext) break;
    const more = placeAt(reader, end + joint, false);
    values.push(more.value);
    end += joint + more.length;
  }
  const field = isLand ? 'country' : 'city';
  add(
    reader,
    values.length === 1 ? { field, op: 'eq', value: values[0] } : { field, op: 'in', value: values },
  );
  return end - at;
};

function placeAt({ clause }: Reader, at: number, isTwo: boolean): { value: string; length: number } {
  const length = isTwo ? 2 : 1;
  const text = textOf(clause, at, at + length).replace(/^"|"$/g, '');
  return { value: /^\p{Ll}/u.test(text) ? capitals(text) : text, length };
}

const capitals = (text: string) =>
  text.length <= 3 ? text.toUpperCase() : text.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());

export function isUnknown(reader: Reader, at: number): boolean {
  const unit = reader.clause.units[at];
  return unit?.kind === 'word' && !reader.clause.vocabulary.has(unit.norm) && unit.norm.length > 2;
}

/** "leads from webinar", "contacts from LinkedIn": where a record came from. */
export const source: Rule = (reader, at) => {
  const { clause } = reader;
  const field = clause.vocabulary.fields.find(
    (one) => one.entity === reader.selection.entity && one.name === 'source',
  );
  let length = phraseAt(
    clause.units,
    at,
    `from|from the|that came from|who came from|came from|via|through|from a|from our|coming from|
    who came through|generated by|that came in via|that came in through`,
  );
  const unit = clause.units[at + length];
  if (!field || length === 0 || !unit || at + length >= reader.to) return 0;
  const isKnown = isSource(unit.norm);
  if (!isKnown && !(unit.kind === 'quote' || isUnknown(reader, at + length))) return 0;
  if (!isKnown && unit.kind === 'name') return 0;
  const end = Math.min(valueEnd(reader, at + length), at + length + 3);
  add(reader, {
    field: field.name,
    op: 'contains',
    value: textOf(clause, at + length, end).replace(/^"|"$/g, ''),
  });
  length = end - at;
  return length;
};

/** "technology companies", "in the software industry", "fintech accounts": a word before the noun is the industry. */
export const industry: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.entity !== 'company') return 0;
  const lead = phraseAt(clause.units, at, 'in|in the|from the|within the|of the|operating in|working in');
  let end = at + lead;
  while (end < reader.to && end - at - lead < 3 && (isUnknown(reader, end) || isPlainWord(reader, end)))
    end++;
  if (end === at + lead) return 0;
  const text = textOf(clause, at + lead, end);
  const hasWord =
    /^(industry|sector|space|business|field|companies|company|firms|firm|accounts|customers|businesses|clients|organisations|organizations|orgs|startups|prospects|partners)$/.test(
      normAt(clause.units, end),
    );
  if (!hasWord) return 0;
  add(reader, { field: 'industry', op: 'contains', value: text });
  return end + (/^(industry|sector|space|field)$/.test(normAt(clause.units, end)) ? 1 : 0) - at;
};

function isPlainWord(reader: Reader, at: number): boolean {
  const unit = reader.clause.units[at];
  if (unit?.kind !== 'word') return false;
  return (
    !reader.clause.vocabulary.has(unit.norm) || /^(media|energy|health|business|travel)$/.test(unit.norm)
  );
}

export const TITLES =
  /^(ceos?|ctos?|cfos?|coos?|cmos?|cios?|cros?|cpos?|cisos?|vps?|svps?|evps?|directors?|managers?|founders?|engineers?|developers?|buyers?|presidents?|analysts?|consultants?|executives?|heads?|architects?|owners?|controllers?|recruiters?|chairmen)$/;

/** "CTOs at Northwind", "all VPs", "heads of sales": people by job title. */
export const jobTitle: Rule = (reader, at) => {
  const { clause, selection } = reader;
  if (selection.entity !== 'contact') return 0;
  const lead = phraseAt(
    clause.units,
    at,
    `who are|with title|with the title|with job title|who is|that are|who is the|who is our|
    with the job title|whose title is|with the role`,
  );
  const word = normAt(clause.units, at + lead);
  if (!TITLES.test(word) || linkTo(clause, 'contact', 'company') === undefined) return 0;
  let end = at + lead + 1;
  if (/^heads?$|^directors?$|^vps?$/.test(word) && normAt(clause.units, end) === 'of')
    end = Math.min(end + 2, reader.to);
  else if (
    /^vps?$/.test(word) &&
    /^(sales|marketing|engineering|finance|product|operations|hr|it)$/.test(normAt(clause.units, end))
  )
    end++;
  const text = textOf(clause, at + lead, end).replace(/^(\p{L}+?)s(?=$|\s)/u, (all, stem: string) =>
    stem.length > 1 && !/s$/.test(stem) ? stem : all,
  );
  add(reader, { field: 'jobTitle', op: 'contains', value: text.length <= 4 ? text.toUpperCase() : text });
  return end - at;
};
