import { kindOf } from '../../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../../recognise/unit.ts';
import type { Reader, Rule } from '../selection.ts';
import { PERIOD } from './groups.ts';
import { TOUCH } from './touch-words.ts';

/** Deeds whose time may stand further on: "deals we closed with Contoso last month". */
const CLAIMS: ReadonlyArray<[words: string, field: string]> = [
  ['closed|signed', 'closed'],
  ['closing|due to close|expected to close|set to close', 'expectedClose'],
  ['created|added|entered|registered|signed up|came in|new', 'created'],
  ['updated|changed|modified|edited', 'updated'],
  ['completed|finished', 'completed'],
  ['moved', 'stageChanged'],
];
const TOUCHED = `contacted|called|emailed|mailed|phoned|met|met with|talked to|talked with|spoke to|spoke with|spoken to|spoken with|
  reached out to|visited|heard from|been in touch with|were in touch with|in touch with`;
const LEAD = /^(is|are|was|were|been|being|that|which|who|have|has|had|we|i|they|did|do)$/;

/** A deed whose time follows later in the phrase: that time is of the deed, and of nothing else. */
export const claimed: Rule = (reader, at) => {
  const { clause, to } = reader;
  let i = at;
  while (i < to && i - at < 4 && LEAD.test(normAt(clause.units, i))) i++;
  const did = clause.units.slice(at, i).some(({ norm }) => norm === 'did');
  const claim = (did ? didTouchAt(reader, i) : undefined) ?? claimAt(reader, i);
  if (!claim || reader.claim || normAt(clause.units, i - 1) === 'to') return 0;
  if (!isTimeAhead(reader, i + claim.length)) return 0;
  reader.claim = { field: claim.field, at: i };
  return i + claim.length - at;
};

function claimAt({ clause, selection }: Reader, at: number): { field: string; length: number } | undefined {
  const { entity } = selection;
  const { touched } = kindOf(entity);
  const touch = touched ? phraseAt(clause.units, at, TOUCHED) : 0;
  if (touched && touch > 0) return { field: touched, length: touch };
  // "completed tasks" is a status, which decides what a time means by itself
  if (sensesAt(clause, at, 'option').some(({ sense }) => sense.field.entity === entity)) return undefined;
  for (const [words, field] of CLAIMS) {
    const length = phraseAt(clause.units, at, words);
    const isKnown = clause.vocabulary.fields.some((one) => one.entity === entity && one.name === field);
    if (length > 0 && isKnown) return { field, length };
  }
  return undefined;
}

/** "who did we call at Northwind this month". */
function didTouchAt(
  { clause, selection }: Reader,
  at: number,
): { field: string; length: number } | undefined {
  const { touched } = kindOf(selection.entity);
  const length = phraseAt(clause.units, at, TOUCH);
  return touched && length > 0 ? { field: touched, length } : undefined;
}

/** A time of the same records, or a group of times, before anything else that could have one. */
function isTimeAhead(reader: Reader, from: number): boolean {
  const { clause, to } = reader;
  for (let at = from; at < to; at++) {
    if (clause.units[at]?.time?.kind === 'span' || perPeriod(reader, at)) return true;
    if (/^(and|or|,|but|by|per|each)$/.test(normAt(clause.units, at)) || claimAt(reader, at)) return false;
    if (sensesAt(clause, at, 'entity').some(({ sense }) => sense.entity !== reader.selection.entity))
      return false;
  }
  return false;
}

const perPeriod = ({ clause: { units } }: Reader, at: number) =>
  /^(by|per|each|every)$/.test(normAt(units, at)) && PERIOD.test(normAt(units, at + 1));
