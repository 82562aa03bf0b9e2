import type { LanguageContext } from '../language-context.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../recognise/unit.ts';

/** A part of the message and what it stands for; offsets into the message. */
interface Edit {
  from: number;
  to: number;
  text: string;
}

/** "is there", "there are", "hi there": nobody's place. */
const EXISTS = /^(is|are|was|were|any|hey|hi|hello|be|been|anybody|anyone|over|out|in|up)$/;
const LAST_TALK = `when did we talk last|when did we speak last|when did we last talk|when did we last speak|when did i talk last|
  when did we meet last|when was the last contact|when was our last contact|when did we last meet|when did we last have contact|
  how long since we talked|when did i last talk|when did i last speak|when did we last hear|when did we speak`;
const WHO_ELSE = `who else is|who else works|who else do we know|who else do we have|who else sits|who else have we got|who else|
  who do we know|who do we have|who works|who is|anyone else|anybody else|do we know anyone else|do we know anyone`;

/**
 * The message with the names of what its words point at: "do they have open deals" of the company that was spoken of,
 * "who else is there", "when did we talk last".
 *
 * @returns undefined when nothing points, or the grammar knows better: what points at a list, or at one record
 */
export function withPointed(clause: Clause, context: LanguageContext): string | undefined {
  const { units, message } = clause;
  const [first] = context.focus;
  if (!first || isOfList(context)) return undefined;
  const edits = [lastTalk(units, context)].filter((edit) => edit !== undefined);
  const own = ownField(clause, context) ?? askedField(clause, context);
  if (own) edits.push(own);
  const company = own ? undefined : companyIn(context);
  if (company) edits.push(...ofCompany(clause, company));
  const sorted = edits.toSorted((a, b) => b.from - a.from);
  return sorted.length === 0
    ? undefined
    : sorted.reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), message);
}

/** "New e-mail is jane@acme.example", "budget: 40k": a field of the record that was spoken of, and its value. */
function ownField(clause: Clause, { focus: [first] }: LanguageContext): Edit | undefined {
  const { units } = clause;
  const start = phraseAt(units, 0, 'and|also|oh and|sorry');
  const from = start + phraseAt(units, start, 'the');
  const at = from + phraseAt(units, from, 'new|correct|right|current|updated|actual');
  const field = sensesAt(clause, at, 'field').find(({ sense }) => sense.field.entity === first?.entity);
  const end = at + (field?.length ?? 0);
  const link = phraseAt(units, end, 'is now|is|:|=|has changed to|changed to|should be|must be|becomes');
  const value = units[end + link];
  const isValue = value !== undefined && !/^(word|punct|name)$/.test(value.kind);
  const head = units[from];
  if (!first || !field || link === 0 || !isValue || !head || units.at(-1)?.norm === '?') return undefined;
  return { from: head.start, to: units[at]?.start ?? head.start, text: `${first.title}'s ` };
}

/** "And the e-mail address?", "what about the budget?": a field of the record that was spoken of. */
function askedField(clause: Clause, { focus: [first] }: LanguageContext): Edit | undefined {
  const { units } = clause;
  const lead = phraseAt(units, 0, 'and|and what about|what about|how about|and how about|also');
  const at = lead + phraseAt(units, lead, 'the|his|her|its|their');
  const field = sensesAt(clause, at, 'field').find(({ sense }) => sense.field.entity === first?.entity);
  const end = at + (field?.length ?? 0);
  const head = units[0];
  const isAll = units.slice(end).every(({ norm }) => /^[?.!]$/.test(norm));
  const isAsked = lead > 0 || units.at(-1)?.norm === '?';
  if (!first || !field || !isAsked || !isAll || !head) return undefined;
  return { from: head.start, to: units[at]?.start ?? head.start, text: `what is ${first.title}'s ` };
}

/** The list is what was spoken of last. */
const isOfList = ({ focus, lastList }: LanguageContext) =>
  (lastList?.ids?.length ?? 0) > 1 && lastList?.ids?.includes(focus[0]?.id ?? '') === true;

/** A record that was shown comes with those that it refers to. */
const NEAR = 3;

/** The company that was spoken of last: itself, or with the person or deal that is of it. */
function companyIn({ focus }: LanguageContext): string | undefined {
  return focus.slice(0, NEAR).find(({ entity }) => entity === 'company')?.title;
}

function ofCompany(clause: Clause, company: string): Edit[] {
  const { units } = clause;
  const edits: Edit[] = [];
  const isOrder = !isQuestionAt(clause, 0) && [...actsAt(clause, 0).keys()].some((act) => act !== 'show');
  const hasOther = (to: number) =>
    units.slice(0, to).some((unit, at) => unit.kind === 'name' || sensesAt(clause, at, 'entity').length > 0);
  for (const [at, unit] of units.entries()) {
    const before = normAt(units, at - 1);
    if (unit.norm === 'there') {
      if (EXISTS.test(normAt(units, at + 1)) || (EXISTS.test(before) && !/^(is|are)$/.test(before))) continue;
      const who = whoAt(units, at);
      if (/^(is|are)$/.test(before) && who === undefined) continue;
      edits.push(editOf(units[who ?? at], unit, `${who === undefined ? '' : 'show contacts '}at ${company}`));
    } else if (unit.norm === 'they' && (!hasOther(at) || isWhose(units, at))) {
      const verb = /^(do|have|are)$/.test(before) ? units[at - 1] : undefined;
      const singular = { do: 'does', have: 'has', are: 'is' }[before];
      edits.push(editOf(verb ?? unit, unit, verb ? `${singular} ${company}` : company));
    } else if (
      unit.norm === 'them' &&
      !isOrder &&
      /^(with|for|at|from|of|about|to)$/.test(before) &&
      !hasOther(at)
    )
      edits.push(editOf(unit, unit, company));
  }
  return edits;
}

/** "what deals do they have": they have what is named before. */
const isWhose = (units: readonly Unit[], at: number) =>
  /^(do|did)$/.test(normAt(units, at - 1)) && /^(have|own|hold|got)$/.test(normAt(units, at + 1));

/** Where "who else is there" begins, of which "there" is the end. */
function whoAt(units: readonly Unit[], there: number): number | undefined {
  for (let at = 0; at < there; at++) {
    const length = phraseAt(units, at, WHO_ELSE);
    if (length > 0 && at + length === there) return at;
  }
  return undefined;
}

function lastTalk(units: readonly Unit[], { focus }: LanguageContext): Edit | undefined {
  const item = focus.find(({ entity }) => entity === 'contact' || entity === 'company');
  for (let at = 0; item && at < units.length; at++) {
    const length = phraseAt(units, at, LAST_TALK);
    const isEnd = units.slice(at + length).every(({ norm }) => /^[?.!]$/.test(norm));
    const last = units[at + length - 1];
    if (length > 0 && isEnd && last) return editOf(units[at], last, `when did we last talk to ${item.title}`);
  }
  return undefined;
}

const editOf = (first: Unit | undefined, last: Unit, text: string): Edit => ({
  from: first?.start ?? last.start,
  to: last.end,
  text,
});

const POINTS = /^(they|them|their|theirs|he|him|his|she|her|hers)$/;

/** A word that points at somebody although nobody was spoken of, in the message or before it. */
export function pointsAtNobody(clause: Clause, { focus, lastList }: LanguageContext): string | undefined {
  const { units } = clause;
  if (focus.length > 0 || lastList) return undefined;
  const at = units.findIndex(({ norm }) => POINTS.test(norm));
  const isNamed = units
    .slice(0, at)
    .some(
      (unit, place) => /^(name|email|quote)$/.test(unit.kind) || sensesAt(clause, place, 'entity').length > 0,
    );
  return at < 0 || isNamed ? undefined : units[at]?.text;
}
