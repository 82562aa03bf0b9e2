import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { isCountry } from '../../../recognise/lexicon/countries.ts';
import { namesOfCountry } from '../../../recognise/lexicon/demonyms.ts';
import { isIndustry } from '../../../recognise/lexicon/industries.ts';
import { regionOf } from '../../../recognise/lexicon/regions.ts';
import { isSource } from '../../../recognise/lexicon/sources.ts';
import { commonWords } from '../../../recognise/lexicon/words.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, textOf } from '../../../recognise/unit.ts';
import { add, addEither, linkTo, type Reader, type Rule } from '../selection.ts';
import { valueEnd } from './value-end.ts';

/** "in Berlin", "from Germany", "based in the US": where a person or company is. */
export const place: Rule = (reader, at) => {
  const { clause, selection } = reader;
  const isThere = selection.entity === 'contact' || selection.entity === 'company';
  const company = selection.entity === 'company' ? undefined : linkTo(clause, selection.entity, 'company');
  if (!isThere && !company) return 0;
  const length = phraseAt(
    clause.units,
    at,
    `in|based in|located in|from|in the|out of|near|that are in|who live in|living in|headquartered in|
    based out of|who are in|are in|are based in|that are based in|are located in|who are based in|
    around|from the|based in the`,
  );
  const unit = clause.units[at + length];
  if (length === 0 || !unit || at + length >= reader.to) return 0;
  const region = regionAt(reader, at + length);
  if (region) {
    const condition: Condition = {
      field: 'country',
      op: 'in',
      value: region.countries.flatMap(namesOfCountry),
    };
    add(reader, company ? { field: company.name, op: 'is_set', where: [condition] } : condition);
    return length + region.length;
  }
  const two = textOf(clause, at + length, at + length + 2).toLowerCase();
  const isTwo = isCountry(two);
  const isLand = isTwo || isCountry(unit.norm) || unit.place?.field === 'country';
  // "in touch", "in mind": common words are no places
  const isStrange = isUnknown(reader, at + length) && !commonWords.has(unit.norm);
  const isPlace =
    isLand || unit.place !== undefined || unit.kind === 'name' || unit.kind === 'quote' || isStrange;
  if (isIndustry(unit.norm) || isIndustry(two)) return 0;
  // what only has a company is where that is, if it is a place at all: a stage is something to be in as well
  if (!isThere && !isLand && unit.place === undefined) return 0;
  if (
    !isPlace ||
    isSource(unit.norm) ||
    (normAt(clause.units, at) === 'from' && length === 1 && !isLand && !unit.place)
  )
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
    const joint = phraseAt(clause.units, end, 'or|, or|or in|or the|or in the|, or the|and|and the|,|, the');
    const next = clause.units[end + joint];
    const isNext =
      joint > 0 &&
      next &&
      (isLand
        ? isCountry(next.norm)
        : (next.kind === 'name' && next.matches?.length === 0) || isUnknown(reader, end + joint));
    if (!isNext) break;
    const more = placeAt(reader, end + joint, false);
    values.push(more.value);
    end += joint + more.length;
  }
  const field = isLand ? 'country' : 'city';
  const all = isLand ? values.flatMap(namesOfCountry) : values;
  const condition: Condition =
    all.length === 1 ? { field, op: 'eq', value: all[0] } : { field, op: 'in', value: all };
  const isOfCompany = !isThere || unit.place?.isOfPeople === false;
  const link = isOfCompany ? company : undefined;
  // people without an address of their own are where their company is
  add(reader, link ? { field: link.name, op: 'is_set', where: [condition] } : condition);
  return end - at;
};

function regionAt({ clause, to }: Reader, at: number) {
  for (const length of [2, 1]) {
    const countries =
      at + length <= to ? regionOf(textOf(clause, at, at + length).replace(/^the /i, '')) : undefined;
    if (countries) return { countries, length };
  }
  return undefined;
}

function placeAt({ clause }: Reader, at: number, isTwo: boolean): { value: string; length: number } {
  const length = isTwo ? 2 : 1;
  const text = textOf(clause, at, at + length).replace(/^"|"$/g, '');
  return { value: /^\p{Ll}/u.test(text) ? capitals(text) : text, length };
}

const capitals = (text: string) =>
  text.length <= 3 ? text.toUpperCase() : text.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());

function isUnknown(reader: Reader, at: number): boolean {
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
  if (!isKnown && (unit.kind === 'name' || /ly$/.test(unit.norm))) return 0;
  // "from the healthcare sector": a value of another field is no source
  if (!isKnown && unit.values?.length && !unit.values.some((one) => one.field === field.name)) return 0;
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
  const lead = phraseAt(
    clause.units,
    at,
    'in|in the|from the|within the|of the|operating in|working in|that are in|that is in|are in',
  );
  const known = lead > 0 ? industryAt(reader, at + lead) : 0;
  if (known > 0) {
    const names = [textOf(clause, at + lead, at + lead + known)];
    let end = at + lead + known;
    for (;;) {
      const joint = phraseAt(clause.units, end, 'or|,|, or|and');
      const next = joint > 0 ? industryAt(reader, end + joint) : 0;
      if (next === 0) break;
      names.push(textOf(clause, end + joint, end + joint + next));
      end += joint + next;
    }
    const conditions = names.map((value) => ({ field: 'industry', op: 'contains' as const, value }));
    if (conditions.length > 1 && !reader.isNegated)
      addEither(
        selection,
        conditions.map((one) => [one]),
      );
    else add(reader, ...conditions);
    return end + (/^(industry|sector|space|field|business)$/.test(normAt(clause.units, end)) ? 1 : 0) - at;
  }
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
  // "big companies": what no trade is called is none, unless it is said to be one
  const isSaid = lead > 0 || /^(industry|sector)$/.test(normAt(clause.units, end));
  if (!isSaid && !isIndustry(text.toLowerCase())) return 0;
  add(reader, { field: 'industry', op: 'contains', value: text });
  return end + (/^(industry|sector|space|field)$/.test(normAt(clause.units, end)) ? 1 : 0) - at;
};

function industryAt({ clause, to }: Reader, at: number): number {
  if (at + 1 < to && isIndustry(`${normAt(clause.units, at)} ${normAt(clause.units, at + 1)}`)) return 2;
  return at < to && isIndustry(normAt(clause.units, at)) ? 1 : 0;
}

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
