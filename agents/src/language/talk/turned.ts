import { lookup } from '../../lookup.ts';
import { pausesBeforeTold } from '../read/frames/read-again.ts';
import { skipCourtesy, withoutThanks } from '../read/grammar/asides.ts';
import { isQuestionAt } from '../read/grammar/clause-head.ts';
import { splitClauses } from '../read/grammar/clauses.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, sensesAt, textOf } from '../recognise/unit.ts';
import { TURNS } from './turns.ts';

type Part = { kind: 'words'; phrases: string; isOptional: boolean } | { kind: 'place'; name: string };

interface Turn {
  parts: readonly Part[];
  plain: string;
  isQuestion: boolean;
}

/** What the places of a turn hold, and by number which of the words in brackets were said. */
type Held = Readonly<Record<string, string>>;

const PART = /\{(\w+)\}|\(([^)]*)\)(\?)?|([^\s{}()]+)/g;
/** A value is a few words; what is said of records may be long. */
const LONGEST_VALUE = 6;
const ASKS =
  /^(?:in )?\(?(what|who|whom|which|when|where|whereabouts|how|whose|why|has|have|does|do|are|is|between)\b/;

const turns: readonly Turn[] = TURNS.split('\n').flatMap((line) => {
  const [said, plain] = line.split(' => ');
  if (!said || !plain) return [];
  // what is left aside makes no order of a question
  return [{ parts: partsOf(said), plain, isQuestion: ASKS.test(said) || plain === '{what}' }];
});

function partsOf(said: string): Part[] {
  return [...said.matchAll(PART)].map(([, name, several, optional, word]): Part => {
    if (name !== undefined) return { kind: 'place', name };
    return { kind: 'words', phrases: several ?? word ?? '', isOptional: optional === '?' };
  });
}

/**
 * The same request in the plain words that the grammar reads: "the Swedish accounts should all be owned by Carlos" is
 * "assign the Swedish accounts to Carlos".
 *
 * @returns each of the plain requests that it may be, the likeliest first
 */
export function turnedPlain(clause: Clause): string[] {
  const all = { from: 0, to: clause.units.length };
  const told = pausesBeforeTold(clause, all).slice(0, 1);
  const whole = [all.to, ...told].flatMap((to) => turnsOf(clause, 0, to));
  const spans = splitClauses(clause);
  const parts = spans.map(({ from, to }) => turnsOf(clause, from, to)[0]);
  if (spans.length < 2 || parts.every((part) => part === undefined)) return whole;
  const each = spans.map(({ from, to }, index) => parts[index] ?? textOf(clause, from, to));
  return [...whole, each.join('. ')];
}

function turnsOf(clause: Clause, from: number, end: number): string[] {
  const start = skipCourtesy(clause, from, end);
  const to = withoutThanks(clause.units, start, end, false);
  const isQuestion = isQuestionAt(clause, start);
  if (!isQuestion && NO_ORDER.test(normAt(clause.units, start))) return [];
  return turns.flatMap((turn) => {
    if (isQuestion && !turn.isQuestion) return [];
    const held = matched(clause, start, to, turn.parts, 0, {});
    return held ? [filled(turn.plain, held)] : [];
  });
}

/** Behind these nothing is ordered yet. */
const NO_ORDER = /^(if|when|whenever|unless|until|before|after|once|why|not|never)$/;

function matched(
  clause: Clause,
  at: number,
  to: number,
  parts: readonly Part[],
  next: number,
  held: Held,
): Held | undefined {
  const part = parts[next];
  if (!part) return at === to ? held : undefined;
  if (part.kind === 'words') {
    for (const length of lengthsAt(clause, at, to, part.phrases)) {
      const said = { ...held, [next + 1]: textOf(clause, at, at + length) };
      const rest = matched(clause, at + length, to, parts, next + 1, said);
      if (rest) return rest;
    }
    return part.isOptional ? matched(clause, at, to, parts, next + 1, held) : undefined;
  }
  for (let end = at + 1; end <= to; end++) {
    const text = heldBy(clause, part.name, at, end);
    if (text === undefined) continue;
    const rest = matched(clause, end, to, parts, next + 1, { ...held, ...text });
    if (rest) return rest;
    if (ONE_WORD.test(part.name)) break;
  }
  return undefined;
}

/** Places of one unit: what stands there is it, or nothing is. */
const ONE_WORD = /^(who|mate|done|deed|todo|quote|time|email|phone|percent|amount)$/;

/** "send", "prepare": a verb that tasks begin with. */
const isDeed = (clause: Clause, at: number): boolean =>
  sensesAt(clause, at, 'verb').some(({ sense }) =>
    sense.acts.some((act) => act !== 'show' && act !== 'count'),
  ) || TASK_VERBS.test(normAt(clause.units, at));

const TASK_VERBS =
  /^(answer|approve|arrange|ask|brief|build|buy|chase|check|clarify|collect|compile|confirm|contact|deliver|discuss|draft|e-mail|explain|file|find|fix|forward|gather|get|give|go|handle|hand|help|inform|install|invite|invoice|look|mail|negotiate|order|organise|organize|phone|pick|plan|post|prep|prepare|present|print|proofread|read|renew|reply|research|resend|respond|review|revise|ring|schedule|send|share|ship|sign|sort|speak|submit|talk|test|text|thank|translate|verify|visit|warn|write)$/;

/** How long each of the phrases is that stand there. */
function lengthsAt({ units }: Clause, at: number, to: number, phrases: string): number[] {
  const lengths = phrases.split('|').map((phrase) => phraseAt(units, at, phrase));
  return [...new Set(lengths)].filter((length) => length > 0 && at + length <= to).sort((a, b) => b - a);
}

function heldBy(clause: Clause, place: string, from: number, to: number): Held | undefined {
  const unit = clause.units[from];
  const text = textOf(clause, from, to);
  if (!unit || text === '' || /^[,;.!?]/.test(text)) return undefined;
  if (place === 'who')
    return to === from + 1 && (unit.kind === 'name' || (unit.kind === 'word' && unit.isCapital))
      ? { who: text }
      : undefined;
  if (place === 'done') {
    const verb = to === from + 1 ? plainOf(clause, from) : undefined;
    return verb === undefined ? undefined : { do: verb };
  }
  if (place === 'deed') {
    const verb = to === from + 1 ? deedOf(unit.norm) : undefined;
    return verb === undefined ? undefined : { do: verb };
  }
  if (place === 'mate')
    return to === from + 1 && unit.matches?.[0]?.entity === 'user' ? { mate: text } : undefined;
  if (place === 'email') return to === from + 1 && unit.kind === 'email' ? { email: text } : undefined;
  if (place === 'phone') return to === from + 1 && unit.kind === 'phone' ? { phone: text } : undefined;
  if (place === 'percent') return to === from + 1 && unit.kind === 'percent' ? { percent: text } : undefined;
  if (place === 'amount')
    return to === from + 1 && /^(money|number)$/.test(unit.kind) ? { amount: text } : undefined;
  if (place === 'stage')
    return sensesAt(clause, from, 'stage').some(({ length }) => from + length === to)
      ? { stage: text }
      : undefined;
  if (place === 'todo') return to === from + 1 && isDeed(clause, from) ? { todo: text } : undefined;
  if (place === 'quote') return to === from + 1 && unit.kind === 'quote' ? { quote: text } : undefined;
  if (place === 'time') return to === from + 1 && unit.time ? { time: text } : undefined;
  if (place === 'value' && to - from > LONGEST_VALUE) return undefined;
  return { [place]: text };
}

const IRREGULAR: Readonly<Record<string, string>> = lookup({
  given: 'give',
  gave: 'give',
  put: 'put',
  set: 'set',
  sent: 'send',
  taken: 'take',
  took: 'take',
  written: 'write',
  wrote: 'write',
  won: 'win',
  lost: 'lose',
  met: 'meet',
  rung: 'call',
  rang: 'call',
  phoned: 'call',
  spoken: 'speak',
  spoke: 'speak',
  seen: 'see',
  paid: 'pay',
  gone: 'go',
  got: 'get',
  made: 'make',
  told: 'tell',
  bought: 'buy',
});

/** "written", "called" as tasks are called: "write", "call". */
function deedOf(norm: string): string | undefined {
  const stem = /^(.{2,})ed$/.exec(norm)?.[1];
  if (!stem) return IRREGULAR[norm];
  return SILENT_E.test(stem) ? `${stem}e` : stem.replace(/([bdgmnprt])\1$/, '$1').replace(/i$/, 'y');
}

/** Verbs that tasks begin with and that end in a silent e. */
const SILENT_E =
  /^(invoic|chas|updat|pric|produc|prepar|schedul|arrang|organis|organiz|clos|complet|quot|writ|not)$/;

/** "assigned", "reassigning" as the verb of an order. */
function plainOf(clause: Clause, at: number): string | undefined {
  const norm = normAt(clause.units, at);
  const stem = /^(.{2,})(?:ed|ing)$/.exec(norm)?.[1];
  const candidates = [
    IRREGULAR[norm],
    ...(stem ? [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1'), stem.replace(/i$/, 'y')] : []),
  ];
  return candidates.find(
    (verb) =>
      verb !== undefined &&
      sensesAt(
        { units: [{ ...clause.units[at], norm: verb } as never], vocabulary: clause.vocabulary },
        0,
        'verb',
      ).some(({ sense }) => sense.acts.some((act) => act !== 'todo')),
  );
}

const WHOSE: Readonly<Record<string, string>> = { he: 'his', she: 'her', they: 'their' };

const SUBJECTS: Readonly<Record<string, string>> = lookup({ her: 'she', him: 'he', them: 'they' });

const filled = (plain: string, held: Held) =>
  plain
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const whose = /^whose(\d)$/.exec(name)?.[1];
      return whose ? (WHOSE[(held[whose] ?? '').toLowerCase()] ?? '') : (held[name] ?? '');
    })
    .replace(/\b(does|do) (her|him|them)\b/, (_, verb: string, whom: string) => `${verb} ${SUBJECTS[whom]}`);
