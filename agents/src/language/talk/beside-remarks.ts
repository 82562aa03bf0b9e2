import type { Catalogue } from '../../catalogue.ts';
import { type Slot, slotNamed } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import type { Command, Understanding } from '../language-context.ts';
import { isReading } from '../read/frames/read-clause.ts';
import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt, isQuestionAt } from '../read/grammar/clause-head.ts';
import { userValue } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, type Unit } from '../recognise/unit.ts';

/** Places of a message from (with) and up to (not with). */
interface Stretch {
  from: number;
  to: number;
}

/** Behind these something of its own begins. */
const PAUSE = /^([.!?;,()\n–—-]|\.\.\.|…)$/;
/** What a reason is joined by. */
const REASON =
  'because|since|as he|as she|as it|as they|as we|as i|so that|so we|so i|given that|now that|seeing that|before i|before we';
const SUBJECT =
  /^(he|she|they|it|we|i|there|somebody|someone|nobody|everybody|everyone|that|this|who|which)$/;
const DETERMINER = /^(the|a|an|his|her|their|its|our|my|old|previous|former)$/;
/** Verbs that tell how something is or went, where no pronoun in front says that a verb comes. */
const TELLS =
  /^(is|are|was|were|has|had|have|did|does|do|says|said|told|tells|asked|asks|thinks|thought|wrote|left|went|got|gets|came|comes|keeps|kept|bounces|'s|.{3,}ed)$/;
/** These limit an order, take it back, or wish for something else. */
const LIMITS =
  /^(but|except|excluding|only|unless|if|besides|instead|without|until|till|before|after|yet|please|pls|rather|actually|wait|stop|cancel|wrong|mistake|oops|undo|also|first|else|otherwise|then|not|never|no|maybe|perhaps)$/;
const WHEN = /^(until|till|before|after|only|also|first|yet|then|maybe|perhaps|actually)$/;
/** What is wished for, of whoever speaks or is spoken to. */
const WISHES =
  /^(want|wish|like|shall|should|must|let|prefer|would|will|may|might|can|could|need|mean|meant|takes?|gets?)$/;
/** "Akira has it from now on", and not "Akira has too much". */
const HOLDS = /^(has|have|owns?|does|goes)$/;
const OBJECT = /^(it|them|this|these|those|one|ones)$/;
const PERSONAL = /^(him|her|his|their|he|she|they|them)$/;
const POINTS =
  /^(it|that|this|them|those|these|him|her|his|their|its|he|she|they|there|then|one|ones|everyone|everybody)$/;

/**
 * What is left of a message without what is only told beside the order: "Bin the pilot. No budget, Hugo said so himself" is
 * "Bin the pilot". What is told becomes the reason, where the order takes one; else it is said that it was left aside.
 *
 * @returns undefined where nothing is only told, or what is left is no request either
 */
export async function besideRemarks(
  clause: Clause,
  whole: Understanding,
  read: (request: string) => Promise<Understanding>,
  catalogue: Catalogue,
): Promise<Understanding | undefined> {
  const parts = partsOf(clause);
  const told = parts.filter((part) => isTold(clause, part) || isLack(clause, part));
  const kept = parts.filter((part) => !told.includes(part));
  if (told.length === 0 || kept.length === 0 || isPointedAt(clause, told, kept)) return undefined;
  const texts = stretchesOf(clause, parts, told);
  if (!/^(ask|unclear)$/.test(whole.kind) && !isTaken(whole, texts)) return undefined;
  const asked = await read(textWithout(clause, parts, told));
  if (whole.kind === 'commands' && !isOther(asked, whole)) return undefined;
  if (asked.kind !== 'commands') return asked.kind === 'ask' ? asked : undefined;
  const isWhy = told.every(({ from }) => phraseAt(clause.units, from, REASON) > 0);
  const asks = isWhy || kept.some(({ from, to }) => isAsked(clause, from, to));
  if (asked.commands.every(isReading) && !asks) return undefined;
  const units = told.flatMap(({ from, to }) => clause.units.slice(from, to));
  const { commands } = asked;
  if (commands.some((command) => couldHold(command, units, catalogue))) return undefined;
  const last = commands.at(-1) as Command;
  const reason = texts.length === 1 ? reasonOf(catalogue.tool(last.tool)?.tool, last) : undefined;
  const withTold = reason
    ? { ...last, args: { ...last.args, [reason]: texts[0] } }
    : { ...last, aside: [...(last.aside ?? []), ...texts] };
  return { ...asked, commands: commands.with(-1, withTold) };
}

/** What is told was taken for what an order is about: "he asked for it" for the lines of an offer. */
const isTaken = (whole: Understanding, texts: readonly string[]): boolean =>
  whole.kind === 'commands' &&
  whole.commands.some(
    (command) =>
      !isReading(command) &&
      Object.values(command.args).some((value) => texts.some((text) => text === value)),
  );

/** Without what is told it is another order, and a whole one. */
const isOther = (
  asked: Understanding,
  { commands: [taken] }: Extract<Understanding, { kind: 'commands' }>,
): boolean =>
  asked.kind === 'commands' &&
  asked.commands.every((command) => command.tool !== taken?.tool && !isReading(command));

/** A message at its pauses and reasons. */
function partsOf({ units }: Clause): Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  const end = (to: number) => {
    if (to > from) parts.push({ from, to });
  };
  for (let at = 0; at < units.length; at++) {
    if (PAUSE.test(normAt(units, at))) {
      // "e.g." and "acme.com" have no pause in them
      if (normAt(units, at) === '.' && units[at + 1]?.start === units[at]?.end) continue;
      end(at);
      from = at + 1;
    } else if (at > from && phraseAt(units, at, REASON) > 0) {
      end(at);
      from = at;
    }
  }
  end(units.length);
  return parts;
}

/** It is a question, or wants to see something; "just off the phone with Bob" is news, of which the rest tells more. */
function isAsked(clause: Clause, from: number, to: number): boolean {
  const start = skipCourtesy(clause, from, to);
  return isQuestionAt(clause, start) || actsAt(clause, start).has('show') || normAt(clause.units, to) === '?';
}

/** It tells how something is: nothing is asked for, ordered, limited or wished for, and no value is in it. */
function isTold(clause: Clause, { from, to }: Stretch): boolean {
  const { units } = clause;
  const reason = phraseAt(units, from, REASON);
  const joint = reason > 0 ? 1 : phraseAt(units, from, 'and|so|just|well|sorry|hey|fyi');
  const start = from + joint;
  const said = units.slice(start, to);
  const [first, second] = said;
  if (!first || !second) return false;
  if (isQuestionAt(clause, start) || normAt(units, to) === '?') return false;
  if (reason === 0 && actsAt(clause, skipCourtesy(clause, start, to)).size > 0) return false;
  const isNews = isOfOthers(said);
  if (said.some(({ kind, norm }) => VALUES.test(kind) || (LIMITS.test(norm) && !(isNews && WHEN.test(norm)))))
    return isNegated(said);
  const isMine = /^(i|we|you)$/.test(first.norm);
  if (isMine && said.some(({ norm }) => WISHES.test(norm))) return false;
  // "Lena shall have them", "Akira takes it"
  const isMate = said.some((unit) => userValue(unit) !== undefined && unit.kind === 'name');
  const isHeld = said.some(({ norm }) => HOLDS.test(norm)) && said.some(({ norm }) => OBJECT.test(norm));
  if (isMate && (isHeld || said.some(({ norm }) => WISHES.test(norm)))) return false;
  const isOption = said.some(
    (_, at) =>
      sensesAt(clause, start + at, 'stage').length > 0 || sensesAt(clause, start + at, 'field').length > 0,
  );
  if (isOption) return false;
  if (SUBJECT.test(first.norm)) return true;
  const isNamed = first.kind === 'name';
  const isBare = first.kind === 'word' && sensesAt(clause, start, 'entity').length === 0;
  const verb = isNamed
    ? said.slice(1, 3)
    : DETERMINER.test(first.norm)
      ? said.slice(2, 5)
      : isBare
        ? said.slice(1, 2)
        : [];
  return verb.some(({ norm, kind }) => kind !== 'name' && TELLS.test(norm));
}

/** "She is off until Monday", "it was only a test": what it says of when and how much is of what is told. */
const isOfOthers = ([first, second]: readonly Unit[]): boolean =>
  /^(he|she|they|it|this|that)$/.test(first?.norm ?? '') &&
  /^(is|was|are|were|has|had|left|'s|went|came)$/.test(second?.norm ?? '');

/** "No budget this year": what was lacking is why, and nothing else. */
const isLack = ({ units }: Clause, { from, to }: Stretch): boolean =>
  normAt(units, from) === 'no' &&
  normAt(units, from + 1) !== 'more' &&
  to - from > 1 &&
  !units.slice(from + 1, to).some(({ norm, kind }) => LIMITS.test(norm) || VALUES.test(kind));

/** What an order could need. */
const VALUES = /^(number|money|percent|email|phone|url|quote)$/;

/** "he does not work there any more" limits nothing. */
const isNegated = ([first, second, third]: readonly Unit[]): boolean =>
  /^(he|she|they|it)$/.test(first?.norm ?? '') &&
  /^(is|was|has|does|did|do|are|were|had)$/.test(second?.norm ?? '') &&
  /^(not|never|no)$/.test(third?.norm ?? '');

/** What is left points at what was told before it. */
function isPointedAt({ units }: Clause, told: readonly Stretch[], kept: readonly Stretch[]): boolean {
  const [first] = told;
  // who is told of without a name was spoken of before, and is meant by what points as well
  const isNamed = told.some(({ from, to }) => units.slice(from, to).some(({ kind }) => kind === 'name'));
  return kept.some(
    ({ from, to }) =>
      first !== undefined &&
      from > first.from &&
      units.slice(from, to).some(({ norm }) => POINTS.test(norm) && (isNamed || !PERSONAL.test(norm))),
  );
}

/** The message without some of its stretches. */
function textWithout(
  { units, message }: Clause,
  parts: readonly Stretch[],
  left: readonly Stretch[],
): string {
  return parts
    .map((part, at) => {
      const end = parts[at + 1];
      const from = units[part.from]?.start ?? 0;
      const to = end ? (units[end.from]?.start ?? message.length) : message.length;
      return left.includes(part) ? '' : message.slice(from, to);
    })
    .join('')
    .replace(/[\s,;:–—(-]+$/, '');
}

/** What was told as it was written, with the pauses between what stands together. */
function stretchesOf(
  { units, message }: Clause,
  parts: readonly Stretch[],
  told: readonly Stretch[],
): string[] {
  const texts: Stretch[] = [];
  for (const [at, part] of parts.entries()) {
    if (!told.includes(part)) continue;
    const before = texts.at(-1);
    if (before && told.includes(parts[at - 1] as Stretch)) before.to = part.to;
    else texts.push({ ...part });
  }
  return texts.map(({ from, to }) => message.slice(units[from]?.start, units[to - 1]?.end));
}

/** The argument that says why, where nobody has said it. */
function reasonOf(tool: Tool | undefined, { args }: Command): string | undefined {
  return tool && textsOf(tool).find(([name, slot]) => slot.isReason && args[name] === undefined)?.[0];
}

type Text = Extract<Slot, { kind: 'text' }>;

const textsOf = (tool: Tool): Array<[string, Text]> =>
  Object.keys(tool.input.shape).flatMap((name) => {
    const slot = slotNamed(tool.input, name);
    return slot?.kind === 'text' ? [[name, slot] as [string, Text]] : [];
  });

/** Its text is what it is about: what is told may belong into it. A time may be wanted by whatever makes something. */
function couldHold(command: Command, told: readonly Unit[], catalogue: Catalogue): boolean {
  if (isReading(command)) return false;
  const tool = catalogue.tool(command.tool)?.tool;
  if (!tool) return true;
  // what is deleted is clearly meant or not at all
  const isOfMany = ['where', 'anyOf', 'all', 'text'].some((name) => name in command.args);
  if (tool.operation === 'delete' && isOfMany) return true;
  const isMade = tool.operation === 'create' || (tool.effect === 'write' && !tool.operation);
  const isWritten = textsOf(tool).some(
    ([name, slot]) => !slot.isSought && !slot.isReason && name !== 'text' && command.args[name] === undefined,
  );
  return isWritten || (isMade && told.some(({ time }) => time !== undefined));
}
