import { isId } from '@clianta/crm-core/entity/ids';
import type { Catalogue } from '../catalogue.ts';
import { readConditional } from './conditions/conditional.ts';
import { withTeammate } from './conditions/stand-ins.ts';
import { type Decision, decide } from './decide/decide.ts';
import { addCommand, commandOf, complexityOf } from './decide/plan.ts';
import { isRemark } from './decide/remark.ts';
import {
  emptyMessage,
  lackInWords,
  type NotRead,
  nearOf,
  notAll,
  notNarrowed,
  takenBack,
  tooMany,
  unclear,
  unknownPointer,
} from './decide/unclear.ts';
import { withDescribed, withUrgentTasks } from './described/described.ts';
import { withPeopleAt } from './described/people-at.ts';
import { withRanked } from './described/ranked-places.ts';
import { hintsOf } from './hints.ts';
import type { Command, LanguageContext, Understanding } from './language-context.ts';
import { meetingPrep } from './read/frames/brief.frame.ts';
import type { Draft, Request } from './read/frames/frame.ts';
import { isOnlySaidAgain, withToldOrder } from './read/frames/order-told.ts';
import { isReasonFirst, type Read, readAgain } from './read/frames/read-again.ts';
import { isReading, MIN_CONFIDENCE, readClause } from './read/frames/read-clause.ts';
import { isAside, skipCourtesy } from './read/grammar/asides.ts';
import { actsAt, isQuestionAt } from './read/grammar/clause-head.ts';
import { type Span, splitClauses } from './read/grammar/clauses.ts';
import type { Introduced } from './read/grammar/selection.ts';
import { asNewRecord } from './read/sayings/new-record.ts';
import { isOneSaying } from './read/sayings/one-saying.ts';
import { readSayings } from './read/sayings/read-sayings.ts';
import { impossibleIn } from './recognise/impossible.ts';
import { withKindsOfNumbers } from './recognise/kind-of-number.ts';
import { entityNames, kindOf } from './recognise/lexicon/entities.ts';
import { vocabularyOf } from './recognise/lexicon/vocabulary.ts';
import { commonWords } from './recognise/lexicon/words.ts';
import { type NameLookup, nameLookup } from './recognise/names/known-names.ts';
import { readUnits } from './recognise/read-units.ts';
import { type Clause, textOf } from './recognise/unit.ts';
import { likeliest } from './route/likeliest.ts';
import type { RouteChoice } from './route/router.ts';
import { answerByArgument } from './talk/answer-by-argument.ts';
import { answerInWords, answerQuestion, namesAlone } from './talk/answer-question.ts';
import { withAskedColumns } from './talk/asked-columns.ts';
import { besideRemarks } from './talk/beside-remarks.ts';
import { withoutContrast } from './talk/contrast.ts';
import { dealForThat } from './talk/deal-for-that.ts';
import { atFirstFree } from './talk/first-free.ts';
import { isOnlySeen, withFragment } from './talk/fragments.ts';
import { inHalves } from './talk/halves.ts';
import { handedOver } from './talk/handed-over.ts';
import { withGroupsNamed, withInnerPointer } from './talk/inner-pointer.ts';
import { lastSearch, refineLast } from './talk/last-search.ts';
import { lastWriteCorrected } from './talk/last-write-corrected.ts';
import { narrowed } from './talk/narrowed.ts';
import { ofFocus } from './talk/of-focus.ts';
import { withOrderInFront } from './talk/order-behind.ts';
import { otherLanguage } from './talk/other-language.ts';
import { withPersonTold } from './talk/person-told.ts';
import { pointsAtNobody, withPointed } from './talk/pointing.ts';
import { withVerbRepeated } from './talk/repeated-verb.ts';
import { saidWhole } from './talk/said-whole.ts';
import { corrected } from './talk/self-correction.ts';
import { isAngry, moodReply, silentReply, smallTalk } from './talk/small-talk.ts';
import { behindStatement } from './talk/statement-first.ts';
import { stopped } from './talk/stopped.ts';
import { turnedPlain } from './talk/turned.ts';
import { withWantedBy } from './talk/wanted-by.ts';
import { withMissingSpaces } from './text/missing-spaces.ts';
import { withNamesOfAddresses } from './text/named-by-address.ts';
import { inPlainWords } from './text/plain-words.ts';
import { tokenise } from './text/tokenise.ts';

/** More commands than this in one message are a paste, not a request. */
const MAX_COMMANDS = 8;
/** Greetings and remarks included. Bounds the work. */
const MAX_CLAUSES = 24;
/** Meeting preparation asks four agents and joins what they find. */
const PLAN_COMPLEXITY = 0.8;

/** Told of each clause: how it was read, which tools were likely, what was decided. */
export type Trace = (clause: {
  request: Request;
  /** What the grammar of records makes of it. */
  drafts: readonly Draft[];
  choices: readonly RouteChoice[];
  decision: Decision;
}) => void;

/**
 * Understands an English CRM request without a model: tokens, times and names, clauses, frames, commands.
 *
 * @param text - the message as it was written; only its beginning is read as grammar when it is very long
 * @param catalogue - the tools there are; arguments are checked against their inputs
 * @param turns - how often it was put in plainer words
 * @returns commands whose arguments pass the tools' own checks, a plan, or a reply that says what was not understood
 */
export async function understand(
  text: string,
  context: LanguageContext,
  catalogue: Catalogue,
  trace?: Trace,
  turns = 0,
): Promise<Understanding> {
  const vocabulary = vocabularyOf(context, catalogue);
  const tokens = inPlainWords(tokenise(text), vocabulary.isOwn);
  if (!tokens.some((token) => /[\p{L}\p{N}]/u.test(token.text)))
    return text.trim()
      ? { kind: 'unclear', reply: await silentReply(context), suggestions: [] }
      : emptyMessage();
  const answer = answerQuestion(tokens, text, context, catalogue);
  if (answer) return answer;
  const end = stopped(text, context, catalogue);
  if (end) return end;
  const reply = await smallTalk(tokens, context);
  if (reply) return { kind: 'small_talk', reply };
  const handed = handedOver(text, catalogue);
  if (handed) return handed;
  const standing = saidWhole(text, context, catalogue);
  if (standing) return standing;
  const foreign = otherLanguage(text);
  if (foreign) return foreign;
  const spaced = withMissingSpaces(text, (word) => vocabulary.has(word) || commonWords.has(word));
  if (spaced !== text) return understand(spaced, context, catalogue, trace);
  const capitals = withNamesOfAddresses(text);
  if (capitals !== text) return understand(capitals, context, catalogue, trace);
  const lookup = nameLookup(context);
  const numbered = await withKindsOfNumbers(text, lookup);
  if (numbered) return numbered.asSaid(await understand(numbered.text, context, catalogue, trace, turns));
  const read = await readUnits(tokens, text, context, vocabulary, lookup);
  const named = await withDescribed({ units: read, message: text, vocabulary }, context);
  if (typeof named === 'object') return named;
  if (named !== undefined && named !== text) return understand(named, context, catalogue, trace);
  const pressing = await withUrgentTasks(read, text, context.look);
  const ranked = await withRanked({ units: pressing, message: text, vocabulary }, context);
  const units = await withPeopleAt({ units: ranked, message: text, vocabulary }, context.look);
  const clause: Clause = { units, message: text, vocabulary };
  const nameSaid = namesAlone(units) ? answerInWords(text, context, catalogue) : undefined;
  const filled = nameSaid ?? answerByArgument(clause, context, lookup, catalogue);
  if (filled) return filled;
  const pointed =
    withInnerPointer(clause) ??
    withGroupsNamed(clause, context) ??
    (await dealForThat(clause, context)) ??
    withPointed(clause, context);
  if (pointed !== undefined && pointed !== text) return understand(pointed, context, catalogue, trace);
  const conditional = await readConditional({
    clause,
    context,
    catalogue,
    read: (part, list) => understand(part, list ? { ...context, lastList: list } : context, catalogue, trace),
  });
  if (conditional) return { hints: hintsOf(units, catalogue), ...conditional };
  const free = await atFirstFree(clause, (part) => understand(part, context, catalogue, trace));
  if (free) return free;
  const first = await readAll(clause, context, catalogue, lookup, trace);
  const told = await behindStatement(clause, first, (asked) => understand(asked, context, catalogue, trace));
  const turned =
    !told && turns < MOST_TURNS
      ? await inPlainTurn(clause, first, (plain) => understand(plain, context, catalogue, trace, turns + 1))
      : undefined;
  const halves =
    !told && turns === 0
      ? await inHalves(clause, turned ?? first, (half) => understand(half, context, catalogue, trace, 1))
      : undefined;
  const turnedOrFirst = halves ?? turned ?? first;
  const beside =
    !told && turns === 0
      ? await besideRemarks(
          clause,
          turnedOrFirst,
          (rest) => understand(rest, context, catalogue, trace, 1),
          catalogue,
        )
      : undefined;
  const whole = beside ?? turnedOrFirst;
  const mood =
    /^(ask|unclear)$/.test(whole.kind) && !told && isSmallTalk(clause, catalogue)
      ? await moodReply(tokens, context)
      : undefined;
  if (mood) return { kind: 'small_talk', reply: mood };
  const said = told || whole.kind !== 'unclear' ? undefined : answerInWords(text, context, catalogue);
  if (said) return said;
  const pointer = told || beside ? undefined : pointsAtNobody(clause, context);
  const nobody = pointer !== undefined && isValue(pointer, whole) ? undefined : pointer;
  const isOpen = nobody !== undefined && /^(commands|ask|unclear)$/.test(whole.kind);
  return { hints: hintsOf(units, catalogue), ...(isOpen ? unknownPointer(nobody) : (told ?? whole)) };
}

/** A turn of phrase may hold another; more than two are nobody's. */
const MOST_TURNS = 2;

/** What is no order as it stands, or only looks, may be one in another turn of phrase. */
async function inPlainTurn(
  clause: Clause,
  first: Understanding,
  read: (plain: string) => Promise<Understanding>,
): Promise<Understanding | undefined> {
  const isOrder = first.kind === 'plan' || first.kind === 'cannot' || first.kind === 'small_talk';
  if (isOrder || (first.kind === 'commands' && !first.commands.every(isReading))) return undefined;
  const isLoose = first.kind === 'commands' && first.commands.some((command) => command.isLoose);
  let asked: Understanding | undefined;
  for (const plain of turnedPlain(clause)) {
    if (plain === clause.message) continue;
    const turned = await read(plain);
    // what is a look as it stands is no other look
    const isMore =
      isLoose ||
      first.kind !== 'commands' ||
      (turned.kind === 'commands' && !turned.commands.every(isReading));
    if (turned.kind === 'commands' && isMore && isOfMessage(turned.commands, clause.message)) return turned;
    if (turned.kind !== 'commands') asked ??= turned;
  }
  return first.kind === 'unclear' ? asked : undefined;
}

/** More words than that are nobody's name: they are free text. */
const LONGEST_NAME = 4;

/** Free text is kept to the letter: a plain order may not put its own words into it. */
const isOfMessage = (commands: readonly Command[], message: string): boolean =>
  commands
    .flatMap(({ args }) => Object.values(args))
    .every(
      (value) =>
        typeof value !== 'string' ||
        value.split(' ').length <= LONGEST_NAME ||
        // a verb that is bent stands plain: "sent the mail"
        [value, value.replace(/^\S+ /, '')].some((text) =>
          message.toLowerCase().includes(text.toLowerCase()),
        ),
    );

/** A word that would point at somebody is what an argument has: which side of a sync is right, ours or theirs. */
const isValue = (word: string, whole: Understanding): boolean =>
  whole.kind === 'commands' &&
  whole.commands.some(({ args }) =>
    Object.values(args).some((value) => value === word.toLowerCase() || value === `${word.toLowerCase()}s`),
  );

const isSmallTalk = (clause: Clause, catalogue: Catalogue) =>
  isAngry(clause.message) ||
  likeliest(clause, { from: 0, to: clause.units.length }, catalogue)[0]?.tool === 'small_talk';

async function readAll(
  clause: Clause,
  context: LanguageContext,
  catalogue: Catalogue,
  lookup: NameLookup,
  trace: Trace | undefined,
): Promise<Understanding> {
  const redone = await lastWriteCorrected(clause, context, catalogue);
  if (redone) return redone;
  const meant = corrected(clause);
  if (meant === 'unclear') return takenBack();
  if (meant !== undefined) return understand(meant, context, catalogue, trace);
  const repeated =
    withoutContrast(clause) ??
    withAskedColumns(clause) ??
    withPersonTold(clause) ??
    withWantedBy(clause) ??
    withVerbRepeated(clause) ??
    withOrderInFront(clause) ??
    withToldOrder(clause);
  if (repeated !== undefined) return understand(repeated, context, catalogue, trace);
  const fewer = await narrowed(clause, context, (before) => understand(before, context, catalogue));
  if (fewer) return fewer === 'unclear' ? notNarrowed() : fewer;
  const impossible = impossibleIn(clause);
  if (impossible) return { kind: 'unclear', reply: impossible, suggestions: [] };
  const commands: Command[] = [];
  const introduced: Introduced[] = [];
  let failed: { missing: NotRead; span: string } | undefined;
  let partly: { request: Request; draft: Draft | undefined } | undefined;
  const remarks: Array<{ missing: NotRead; span: string }> = [];
  const spans = await clausesOf(clause, context, catalogue, lookup);
  if (spans.length > MAX_CLAUSES) return tooMany(MAX_COMMANDS);
  for (const span of spans) {
    if (spans.length > 1 && (isAside(clause, span.from, span.to) || isOnlySeen(clause, span, commands)))
      continue;
    const isOrdered = commands.some((command) => !isReading(command));
    if (isOrdered && isOnlySaidAgain(clause, span.from, span.to)) continue;
    const more = withFragment(commands.at(-1), clause, span, catalogue);
    if (more) {
      commands[commands.length - 1] = more;
      continue;
    }
    if (commands.length >= MAX_COMMANDS) return tooMany(MAX_COMMANDS);
    const plan =
      commands.length === 0 ? planOf(clause, span.from, span.to, context, lookup, introduced) : undefined;
    if (plan) return plan;
    if (span !== spans.at(-1) && isReasonFirst(clause, span)) continue;
    const last = lastSearch(commands, context);
    // "them" is what the message has just asked for
    const near = last?.isOfMessage ? { ...context, lastList: last } : context;
    const named =
      commands.length === 0 ? undefined : withTeammate(clause, span.from, last?.isOfMessage === true);
    if (named !== undefined) return understand(named, context, catalogue, trace);
    const read = (part: Clause, at: Span, before: readonly Draft[] = []) => {
      const told = before.flatMap((draft) => introducedBy(draft, part));
      return readClause(part, at, near, lookup, [...told, ...introduced], last);
    };
    const first = await read(clause, span);
    if (refineLast(commands, first.drafts)) continue;
    const weak = weakOf(first.drafts, catalogue);
    const isRead = first.drafts.length > 0 && !weak;
    const choices = likeliest(clause, span, catalogue);
    const changes: Read = async (...of) => changesOf((await read(...of)).drafts, catalogue);
    const isChange = first.drafts.some(
      (draft) => draft.refusal !== undefined || (isRead && !isReading(draft)),
    );
    const made = isChange ? undefined : asNewRecord(first.request, choices, catalogue);
    const again =
      (made && (await changes(made, { from: 0, to: made.units.length }))) ??
      (isRead ? undefined : await readAgain(clause, span, changes));
    const readings = readSayings(first.request, choices, catalogue);
    const decided = decide(
      { request: first.request, drafts: again ?? first.drafts, readings, choices },
      catalogue,
    );
    const decision = spans.length === 1 ? ofFocus(decided, context, catalogue) : decided;
    trace?.({ request: first.request, drafts: again ?? first.drafts, choices, decision });
    if (decision.kind === 'cannot')
      return { kind: 'cannot', reply: decision.reply, suggestions: decision.suggestions };
    if (decision.kind !== 'do') {
      const what = unclear(first.request, weak, nearOf(choices, readings, catalogue));
      const { offers = [] } = decision.kind === 'ask' ? decision : {};
      const { lacks } = decision.kind === 'unclear' && spans.length === 1 ? decision : {};
      const missing =
        offers.length > 0
          ? { ...what, kind: 'ask' as const, offers }
          : { ...what, ...(lacks && { lacks, reply: lackInWords(lacks, catalogue) }) };
      const notRead = { missing, span: textOf(clause, span.from, span.to) };
      if (isRemark(first.request, missing, choices, catalogue)) remarks.push(notRead);
      else failed ??= notRead;
      continue;
    }
    const { drafts } = decision;
    if (drafts.some((draft) => removesUnseen(draft, commands, catalogue)))
      return unclear(first.request, undefined);
    for (const draft of drafts) {
      const command = commandOf(
        withIntroduced(draft, commands),
        textOf(clause, span.from, span.to),
        catalogue,
      );
      addCommand(commands, command);
    }
    partly ??= drafts.some((draft) => isReading(draft) && (draft.unread?.length ?? 0) > 0)
      ? { request: first.request, draft: drafts[0] }
      : undefined;
    introduced.unshift(...drafts.flatMap((draft) => introducedBy(draft, clause)));
  }
  // "I need it for the board" says why something is looked for; it may say what an order is about
  const isLook = commands.length > 0 && commands.every(isReading);
  failed ??= isLook ? undefined : remarks[0];
  if (failed) return notAll(failed.missing, failed.span, commands);
  const last = commands.at(-1);
  if (last && remarks.length > 0)
    commands.splice(-1, 1, { ...last, aside: [...(last.aside ?? []), ...remarks.map(({ span }) => span)] });
  if (commands.length === 0) return unclear(undefined, undefined);
  // what was not read before an order may be what the order is about
  if (partly && commands.some((command) => !isReading(command))) return unclear(partly.request, partly.draft);
  return { kind: 'commands', commands, complexity: complexityOf(commands) };
}

/** "Jane's email bounced, remove it": "it" is removed only where it is the very record that was looked up just before. */
const removesUnseen = (draft: Draft, before: readonly Command[], catalogue: Catalogue): boolean => {
  const kind = entityNames.map(kindOf).find(({ remove }) => remove !== '' && remove === draft.tool);
  const isLookedUp = before.some(({ tool }) => tool === kind?.get || tool === kind?.search);
  return (
    kind !== undefined &&
    draft.needsPrevious === true &&
    before.length > 0 &&
    before.every(({ tool }) => catalogue.tool(tool)?.tool.effect === 'read') &&
    !isLookedUp
  );
};

/** The orders of a message; one where all of it is what people say to one tool. */
async function clausesOf(
  clause: Clause,
  context: LanguageContext,
  catalogue: Catalogue,
  lookup: NameLookup,
): Promise<Span[]> {
  const spans = splitClauses(clause);
  if (spans.length === 1) return spans;
  const all = { from: 0, to: clause.units.length };
  const { request, drafts } = await readClause(clause, all, context, lookup, [], undefined);
  const [only, ...more] = drafts;
  // it has a place for every word: "charts of visits and engaged visits" is one order
  if (only?.isAccounted && isReading(only) && !only.unread && more.length === 0) return [all];
  return isOneSaying(request, likeliest(clause, all, catalogue), catalogue) ? [all] : spans;
}

const weakOf = (drafts: readonly Draft[], catalogue: Catalogue) =>
  drafts.find((draft) => commandOf(draft, '', catalogue).confidence < MIN_CONFIDENCE);

/** The drafts, when all are sure and change something: only an order has a reason or a shared verb. */
const changesOf = (drafts: Draft[], catalogue: Catalogue) =>
  drafts.length > 0 && !weakOf(drafts, catalogue) && !drafts.some(isReading) ? drafts : undefined;

/** What a draft is about, for the clauses that follow: the record itself where it is known. */
function introducedBy({ introduces = [], args }: Draft, { units }: Clause): Introduced[] {
  return introduces.map((item) => {
    const id = args[kindOf(item.entity).key];
    if (typeof id !== 'string' || !isId(id)) return item;
    const known = units.flatMap(({ matches = [] }) => matches).find((match) => match.id === id);
    return { ...item, id, name: known?.title ?? item.name };
  });
}

/** The first command of a message has nothing before it to depend on. */
function withIntroduced(draft: Draft, before: readonly Command[]): Draft {
  return before.length === 0 ? { ...draft, needsPrevious: false } : draft;
}

function planOf(
  clause: Clause,
  from: number,
  to: number,
  context: LanguageContext,
  lookup: Request['lookup'],
  introduced: readonly Introduced[],
): Understanding | undefined {
  const start = skipCourtesy(clause, from, to);
  const prep = meetingPrep({
    clause,
    context,
    lookup,
    introduced,
    start,
    to,
    acts: actsAt(clause, start),
    isQuestion: isQuestionAt(clause, start),
  });
  return prep && { kind: 'plan', plan: 'meeting_prep', args: prep.args, complexity: PLAN_COMPLEXITY };
}
