import { isCity } from '../../recognise/lexicon/cities.ts';
import { isCountry } from '../../recognise/lexicon/countries.ts';
import { isIndustry } from '../../recognise/lexicon/industries.ts';
import { isRole } from '../../recognise/lexicon/job-titles.ts';
import { nameValue, scoreAs } from '../../recognise/names/name-value.ts';
import { normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import { setField } from './assignments.ts';
import { BREAK, isTitle, type Pass, pieceEnd, stepInside } from './detail.ts';
import { rawText } from './read-value.ts';

/** How the names of companies end. */
const LEGAL_FORM =
  /\b(gmbh|ag|kg|inc|ltd|llc|llp|plc|corp|co|sarl|sas|sa|srl|spa|bv|nv|oy|ab|as|aps|group|holding)\.?$/i;
interface Piece {
  pass: Pass;
  from: number;
  to: number;
  text: string;
  /** When it is one unit. */
  only: Unit | undefined;
}

/** A piece of a list without a label: its form tells the field, and what has no form of its own is left over. */
export function readPiece(pass: Pass, at: number): number {
  const { reader, entity, details } = pass;
  const stop = Math.max(stepInside(pass, at, pieceEnd(pass, at)), at + 1);
  const text = rawText(reader.clause, at, stop);
  const only = stop - at === 1 ? reader.clause.units[at] : undefined;
  const piece: Piece = { pass, from: at, to: stop, text, only };
  const isTaken = isOption(piece) || (FORMS[entity]?.some((form) => form(piece)) ?? false);
  if (!isTaken && text) details.unread.push(text);
  return stop;
}

type Form = (piece: Piece) => boolean;

function isOption({ pass: { reader, entity, details }, from, to }: Piece): boolean {
  const option = sensesAt(reader.clause, from, 'option').find(
    ({ sense: { field }, length }) => field.entity === entity && !field.isReadOnly && length === to - from,
  );
  if (option) setField(details.set, option.sense.field, option.sense.value);
  const stage = entity === 'opportunity' ? sensesAt(reader.clause, from, 'stage')[0] : undefined;
  const isStage = stage !== undefined && stage.length === to - from && details.set.stage === undefined;
  if (isStage) details.set.stage = stage.sense.name;
  return option !== undefined || isStage;
}

/** Sets a field that has no value yet. */
function take({ pass: { details }, text }: Piece, field: string, value: string = text): boolean {
  if (details.set[field] !== undefined) return false;
  details.set[field] = value;
  return true;
}

const role: Form = (piece) => isRole(piece.text) && take(piece, 'jobTitle');

const place: Form = (piece) => {
  const { text, only } = piece;
  if (isCountry(text)) return take(piece, 'country');
  return (isCity(text) || only?.place?.field === 'city') && take(piece, 'city');
};

const industry: Form = (piece) => isIndustry(piece.text.toLowerCase()) && take(piece, 'industry');

/** A company that is known, is written like one, or has the domain of the address. */
const employer: Form = (piece) => {
  const { pass, text, only, from, to } = piece;
  const { reader, details } = pass;
  if (only && scoreAs(only, 'company') > 0) {
    details.companyName ??= only.text;
    return take(piece, 'company', nameValue(only, ['company'], reader.context));
  }
  const units = reader.clause.units.slice(from, to);
  const isNamed =
    text.split(/\s+/).length > 1 && units.every(({ isCapital, norm }) => isCapital || /^[&+-]$/.test(norm));
  const domain = String(details.set.email ?? addressOf(pass) ?? '').split('@')[1] ?? '';
  const isDomain = text.length > 2 && domain.startsWith(text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  if (!LEGAL_FORM.test(text) && !isNamed && !isDomain) return false;
  details.companyName ??= text;
  return take(piece, 'company');
};

const addressOf = ({ reader, to }: Pass) =>
  reader.clause.units.slice(0, to).find(({ kind }) => kind === 'email')?.text;

/** What a deal is about: in a list of its details, behind a dash or in quotes. */
const title: Form = (piece) => {
  const { pass, from, text, only } = piece;
  const { units } = pass.reader.clause;
  const before = normAt(units, from - 1);
  // behind a comma a remark may stand as well: there a title begins with a capital
  const isListed = BREAK.test(before) && (before !== ',' || units[from]?.isCapital === true);
  return (only?.kind === 'quote' || (isListed && isTitle(text))) && take(piece, 'title');
};

/** Whom a part was named of first: "the CFO of Northwind, Greta Holm". */
const person: Form = (piece) => {
  const { only, text } = piece;
  const isName = only?.kind === 'name' && only.isCapital && scoreAs(only, 'company') === 0 && /\s/.test(text);
  return isName && take(piece, 'name');
};

const FORMS: Readonly<Record<string, readonly Form[]>> = {
  contact: [role, place, person, employer],
  company: [industry, place],
  opportunity: [title],
};
