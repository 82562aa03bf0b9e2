import { isCountry } from '../../recognise/lexicon/countries.ts';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { isJobTitle } from '../../recognise/lexicon/job-titles.ts';
import { fillers } from '../../recognise/lexicon/words.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { setField } from './assignments.ts';
import { BREAK, blank, type Details, isStep, type Pass, pieceEnd, stepInside } from './detail.ts';
import { readName } from './detail-name.ts';
import { APPOSITION, STEPS } from './detail-steps.ts';
import { rawText, type ValueContext } from './read-value.ts';

/** Reads what follows "add" or "create": a name, then its details as a list, labels or lines. */
export function readDetails(reader: ValueContext, entity: EntityName, from: number, to: number): Details {
  const details = blank();
  const pass: Pass = { reader, entity, to, details, steps: STEPS };
  let at = readName(pass, from);
  while (at < to) {
    const norm = normAt(reader.clause.units, at);
    const remark = remarkAt(pass, at);
    if (remark > 0) {
      at += remark;
      continue;
    }
    if (
      BREAK.test(norm) ||
      fillers.has(norm) ||
      /^(and|with|who|is|are|that|has|have|got|as|her|his|to|on|it|he|she|they|works|work|just|we|met|i|him|them|into|so|\?|!)$/.test(
        norm,
      )
    ) {
      const joined = stepAt(pass, at);
      at += joined || 1;
      continue;
    }
    const length = stepAt(pass, at);
    if (length > 0) {
      at += length;
      continue;
    }
    at = readPiece(pass, at);
  }
  return details;
}

/** "..., she wants a demo": a sentence about the new record that no field takes is kept as a note. */
function remarkAt(pass: Pass, at: number): number {
  const { reader, details } = pass;
  const { units } = reader.clause;
  const isFirst = BREAK.test(normAt(units, at - 1)) || normAt(units, at - 1) === 'and';
  if (!isFirst || !/^(he|she|they|it|we|i)$/.test(normAt(units, at))) return 0;
  const end = pieceEnd(pass, at);
  if (end - at < 3 || isStep(pass, at) || stepInside(pass, at, end) < end) return 0;
  const text = rawText(reader.clause, at, end);
  const note = text.charAt(0).toUpperCase() + text.slice(1);
  details.set.notes = details.set.notes === undefined ? note : `${details.set.notes}. ${note}`;
  return end - at;
}

/** Takes the first step that applies; 0 when none does. */
function stepAt(pass: Pass, at: number): number {
  return STEPS.reduce((found, step) => found || step(pass, at), 0);
}

/** How the names of companies end. */
const LEGAL_FORM =
  /\b(gmbh|ag|kg|inc|ltd|llc|llp|plc|corp|co|sarl|sas|sa|srl|spa|bv|nv|oy|ab|as|aps|group|holding)\.?$/i;

/** A piece that no rule knows: the apposition if it is still free, else unread. */
function readPiece(pass: Pass, at: number): number {
  const { reader, entity, details } = pass;
  const end = pieceEnd(pass, at);
  const before = normAt(reader.clause.units, at - 1);
  // a deal has its name among its details in a list, and there it looks like one
  const isListed = BREAK.test(before) && (before !== ',' || reader.clause.units[at]?.isCapital === true);
  const apposition = entity === 'opportunity' && !isListed ? undefined : APPOSITION[entity];
  const stop = stepInside(pass, at, end);
  const text = rawText(reader.clause, at, stop);
  const option = sensesAt(reader.clause, at, 'option').find(
    (match) => match.sense.field.entity === entity && match.length === stop - at,
  );
  const only = stop - at === 1 ? reader.clause.units[at] : undefined;
  const isPlace = only?.kind === 'name' && only.isCapital && details.set.city === undefined;
  const isCompany =
    entity === 'contact' &&
    only?.kind === 'name' &&
    details.set.company === undefined &&
    (scoreAs(only, 'company') > 0 || (only.matches?.length === 0 && !isJobTitle(only.text)));
  const isFirm = entity === 'contact' && details.set.company === undefined && LEGAL_FORM.test(text);
  // of a person whose company and part are known, one more name is where they are
  const isAt =
    entity === 'company' ||
    (entity === 'contact' && details.set.company !== undefined && details.set.jobTitle !== undefined);
  if (option) setField(details.set, option.sense.field, option.sense.value);
  else if (isCompany && only) {
    details.set.company = nameValue(only, ['company'], reader.context);
    details.companyName = only.text;
  } else if (isAt && only && (isPlace || isCountry(only.norm)))
    details.set[isCountry(only.norm) ? 'country' : 'city'] = only.text;
  else if (isFirm) {
    details.set.company = text;
    details.companyName = text;
  } else if (entity === 'opportunity' && only?.kind === 'quote') details.set.title ??= text;
  else if (apposition && details.set[apposition] === undefined && text.length <= 80)
    details.set[apposition] = text;
  else if (text) details.unread.push(text);
  return Math.max(stop, at + 1);
}
