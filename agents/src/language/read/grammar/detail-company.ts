import { isCity } from '../../recognise/lexicon/cities.ts';
import { isCountry } from '../../recognise/lexicon/countries.ts';
import { commonWords } from '../../recognise/lexicon/words.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { pronounKind, referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import type { Pass, Step } from './detail.ts';
import { rawText } from './read-value.ts';

/** What somebody is in a whole company, not in a part of it. */
const OF_FIRM = /^(c[a-z]o|owner|founder|co-?founder|president|partner|chairman|chairwoman)$/;

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
    to|over at|under|employed at|employed by|at the company|from the company|for the company|@|is from|who is from|working for|on`,
  );
  // one company is named; another one is something else
  if (lead === 0 || (!isDeal && details.set.company !== undefined)) return 0;
  const isOf = normAt(units, at) === 'of';
  // "CEO of Volt AG", but "VP of Engineering"
  const isOfRole =
    isOf &&
    units[at + lead]?.kind === 'name' &&
    units[at + lead]?.isCapital &&
    OF_FIRM.test(normAt(units, at - 1));
  const score = isOf ? scoreAs(units[at + lead], 'company') : 1;
  if (!isOfRole && (score === 0 || (score < 1 && !units[at + lead]?.isCapital))) return 0;
  const from = units[at + lead];
  const isPlace = isCountry(from?.norm ?? '') || isCity(from?.norm ?? '') || from?.place !== undefined;
  if (normAt(units, at) === 'from' && isPlace && scoreAs(from, 'company') < 1) return 0;
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
    scoreAs(unit, 'company') === 1 ||
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
      end - i === 1 && scoreAs(unit, 'company') > 0 ? nameValue(unit, ['company'], context) : text;
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
