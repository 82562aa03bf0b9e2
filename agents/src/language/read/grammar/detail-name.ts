import { kindOf } from '../../recognise/lexicon/entities.ts';
import { isIndustry } from '../../recognise/lexicon/industries.ts';
import { isRole } from '../../recognise/lexicon/job-titles.ts';
import { fillers } from '../../recognise/lexicon/words.ts';
import { isHonorific, isParticle } from '../../recognise/names/name-parts.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import { setField } from './assignments.ts';
import { BREAK, blank, isTitle, type Pass, pieceEnd, stepInside } from './detail.ts';
import { amount, contactData, STEPS } from './detail-steps.ts';
import { rawText } from './read-value.ts';

export function readName(pass: Pass, from: number): number {
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
  // "the CFO of Northwind, Greta Holm": the part comes first, the name further on
  const roleEnd = entity === 'contact' ? stepInside(pass, at, Math.min(to, pieceEnd(pass, at))) : at;
  const isNoun = sensesAt(clause, at, 'entity').some(
    (match) => match.sense.entity === entity && at + match.length === roleEnd,
  );
  if (roleEnd > at && !isNoun && units[at]?.kind !== 'name' && isRole(rawText(clause, at, roleEnd))) {
    details.set.jobTitle = rawText(clause, at, roleEnd);
    return roleEnd;
  }
  // a deal and a ticket are called by what they are about; "for" says whose they are
  const isSentence = kindOf(entity).title !== 'name';
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
    // "deal opportunity": the noun twice
    at += sensesAt(clause, at, 'entity').find(({ sense }) => sense.entity === entity)?.length ?? 0;
    at += phraseAt(units, at, 'profile|record|card|entry|page|account');
    const said = optionAt(pass, i);
    if (said) setField(details.set, said.field, said.value);
    break;
  }
  at +=
    phraseAt(
      units,
      at,
      `called|named|:|for|titled|with the name|name :|by the name of|-|with name|record for|, called|
    , named|name|for a new|\n|with title|,`,
    ) * (isSentence && normAt(units, at) === 'for' ? 0 : 1);
  if (normAt(units, at) === '\n') at++;
  at += phraseAt(units, at, 'name :|full name :|name =|title :');
  const isName = (i: number) => {
    const unit = units[i];
    return (
      unit?.kind === 'name' ||
      unit?.kind === 'quote' ||
      (unit?.kind === 'word' &&
        (unit.isCapital || (!clause.vocabulary.has(unit.norm) && entity !== 'opportunity'))) ||
      /^(&|-|')$/.test(unit?.norm ?? '') ||
      isPartOfName(units, i)
    );
  };
  // what follows is kept to the letter
  const colonEnd = Math.min(to, pieceEnd(pass, at));
  const isTold =
    isSentence &&
    (entity !== 'opportunity' || normAt(units, at - 1) === ':') &&
    isTitle(rawText(clause, at, stepInside(pass, at, colonEnd)));
  const said = isTold || /^(called|named|titled|name)$/.test(normAt(units, at - 1));
  let end = at;
  // "yuki tanabe globex": a company that is known ends the name of a person
  const isEmployer = (i: number) =>
    entity === 'contact' &&
    i > at &&
    ((scoreAs(units[i], 'company') > 0 && scoreAs(units[i], 'contact') === 0) ||
      /^(C[A-Z]O|[SE]?VP)$/.test(units[i]?.text ?? ''));
  while (
    end < to &&
    !isEmployer(end) &&
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
    (units[end]?.value ?? 0) < 100 &&
    (units[end + 1] === undefined || BREAK.test(normAt(units, end + 1)))
  )
    end++;
  const only = end - at === 1 ? units[at] : undefined;
  const isCalled = /^(called|named|titled|name)$/.test(normAt(units, at - 1)) || only?.kind === 'quote';
  const isCustomer =
    entity === 'opportunity' && !isCalled && scoreAs(only, 'company') > 0 && scoreAs(only, 'opportunity') < 1;
  if (isCustomer && only) {
    details.set.company = nameValue(only, ['company'], reader.context);
    details.companyName = only.text;
  } else if (end > at && details.set[kindOf(entity).title] === undefined)
    details.set[kindOf(entity).title] = rawText(clause, at, end);
  return end;
}

/** "Dr." before a name, "van" inside one. */
const isPartOfName = (units: readonly Unit[], at: number) =>
  (isHonorific(normAt(units, at)) || isParticle(normAt(units, at))) && units[at + 1]?.isCapital === true;

/** "a new customer": the noun says what the company is to us. */
function optionAt({ reader, entity }: Pass, at: number) {
  if (entity !== 'company') return undefined;
  return sensesAt(reader.clause, at, 'option').find(
    ({ sense: { field } }) => field.entity === entity && field.name === 'status',
  )?.sense;
}

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
      const said = rawText(reader.clause, at, to);
      if (entity === 'company' && isIndustry(said.toLowerCase())) details.set.industry = said;
      else if (entity === 'contact' && unit.kind === 'name')
        details.set.company = nameValue(unit, ['company'], reader.context);
      else if (entity === 'opportunity') details.kind ??= rawText(reader.clause, at, to);
      else details.unread.push(unit.text);
      if (entity !== 'contact') return;
    }
    at += option?.length ?? 1;
  }
}
