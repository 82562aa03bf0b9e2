import type { Agent } from '../../agent.ts';
import type { Catalogue } from '../../catalogue.ts';
import type { Tool } from '../../tool.ts';
import { listed } from '../../tools/format.ts';
import type { Command, Lacking, Understanding } from '../language-context.ts';
import type { Draft, Request } from '../read/frames/frame.ts';
import type { Reading } from '../read/sayings/read-tool.ts';
import { type EntityName, entityNames, kindOf } from '../recognise/lexicon/entities.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { sensesAt, textOf } from '../recognise/unit.ts';
import type { RouteChoice } from '../route/router.ts';
import { partsOf } from '../sayings.ts';
import { SURE } from './sure.ts';

type Unclear = Extract<Understanding, { kind: 'unclear' }>;
export type NotRead = Unclear | Extract<Understanding, { kind: 'ask' }>;

/** Whom a request that was not understood is taken for. */
interface Near {
  /** By name of a kind of record whose agent it is. */
  ofKind(entity: EntityName): Agent | undefined;
  /** Whom the router takes it for. */
  likely: Agent | undefined;
  /** What it surely wants of them. */
  tool?: Tool | undefined;
  /** The saying of that tool which is the nearest. */
  saying?: string | undefined;
}

/** As likely as this, an agent's examples help who was not understood. */
const NEAR = 0.3;

/** @param choices - what the router takes it for, the likeliest first */
export const nearOf = (
  [top]: readonly RouteChoice[],
  readings: readonly Reading[],
  catalogue: Catalogue,
): Near => ({
  ofKind: (entity) => catalogue.agent(kindOf(entity).agent),
  likely: top && top.probability >= NEAR ? catalogue.agent(top.agent) : undefined,
  tool: top && top.probability >= SURE.likely ? catalogue.tool(top.tool)?.tool : undefined,
  saying: readings.find(({ tool }) => tool.name === top?.tool)?.saying.text,
});

/** What is surely meant, of what lacks one thing. */
export const lackInWords = ({ tool }: Lacking, catalogue: Catalogue): string => {
  const owned = catalogue.tool(tool);
  return owned ? `${soundsLike(owned.tool)}.` : '';
};

const NOBODY: Near = { ofKind: () => undefined, likely: undefined };
const GENERAL = ['What can you do?', 'What closes this quarter?', 'Show my overdue tasks'];

export function emptyMessage(): Unclear {
  return {
    kind: 'unclear',
    reply: 'I got an empty message. Tell me what to look up or change.',
    suggestions: GENERAL,
  };
}

/** Something was said and taken back, and what is meant instead cannot be told. */
export function takenBack(): Unclear {
  return {
    kind: 'unclear',
    reply:
      'It sounds as if you corrected yourself, and I am not sure what you want now. I did nothing; please say it once more as a whole.',
    suggestions: GENERAL,
  };
}

/** "Show his tasks", when nobody was spoken of. */
export function unknownPointer(word: string): Unclear {
  return {
    kind: 'unclear',
    reply: `I do not know whom you mean by “${word}”: nobody was spoken of yet. Name the person or company.`,
    suggestions: GENERAL,
  };
}

/** "only those …", "but not …": without that part it would be done to too many. */
export function notNarrowed(): Unclear {
  return {
    kind: 'unclear',
    reply:
      'I understood what to do, but not to which records you want to limit it. I did nothing; please say which ones in other words.',
    suggestions: GENERAL,
  };
}

/** More orders than are carried out at once: none is, so that nobody has to find out which were. */
export function tooMany(most: number): Unclear {
  return {
    kind: 'unclear',
    reply: `That is more than ${most} orders in one message, so I did nothing yet. Please send them in smaller messages.`,
    suggestions: GENERAL,
  };
}

/** Buttons under a question. */
export const MAX_OFFERS = 3;

/** One of several orders was not understood: none is carried out, and each of the others by itself is a button. */
export function notAll(missing: NotRead, span: string, understood: readonly Command[]): NotRead {
  const others = understood.filter(({ dependsOnPrevious }) => !dependsOnPrevious);
  // what hangs on something is nothing by itself
  if (others.length === 0 || /^(if|unless|in case|provided|as long as)\b/i.test(span)) return missing;
  const { reply, suggestions } = missing;
  const own =
    missing.kind === 'ask' ? missing.offers.filter(({ dependsOnPrevious }) => !dependsOnPrevious) : [];
  const said = listed(understood.map((command) => `“${command.span}”`));
  return {
    kind: 'ask',
    reply: `I understood ${said}, but not “${span}”, so I did nothing yet. ${reply}`,
    offers: [...others, ...own].slice(0, MAX_OFFERS),
    suggestions,
  };
}

/** Of an agent: enough to see how it is spoken to. */
const FEW = 3;

/** What an agent is asked for; nothing that destroys, where nobody knows what was meant. */
const examplesOf = (agent: Agent) => agent.examples.filter((one) => !/^delete/i.test(one)).slice(0, FEW);

/** How a tool is spoken to, with its arguments left open: “move … to …”. */
const spokenTo = (saying: string): string =>
  partsOf(saying)
    .map((part) => ('words' in part ? part.words : '…'))
    .join('');

/** What is surely meant, in words: "That sounds like moving a deal". */
const soundsLike = ({ does }: Tool): string =>
  `That sounds like ${does.charAt(0).toLowerCase()}${does.slice(1)}`;

/** Says what was understood, what was not, and what to say instead. */
export function unclear(
  request: Request | undefined,
  draft: Draft | undefined,
  near: Near = NOBODY,
): Unclear {
  if (request && phraseAt(request.clause.units, request.start, 'do not|never') > 0)
    return {
      kind: 'unclear',
      reply: 'All right, I did nothing. Tell me what to do instead, if anything.',
      suggestions: GENERAL,
    };
  const entity = request && spokenOf(request);
  const agent = near.tool || entity === undefined ? near.likely : near.ofKind(entity);
  const suggestions = agent ? examplesOf(agent) : GENERAL;
  return {
    kind: 'unclear',
    reply: draft?.refusal ?? replyTo(request, draft, entity, { ...near, likely: agent }),
    suggestions,
    ...(draft?.isForm && { form: draft.tool }),
  };
}

function replyTo(
  request: Request | undefined,
  draft: Draft | undefined,
  entity: EntityName | undefined,
  { likely: agent, tool, saying }: Omit<Near, 'ofKind'>,
): string {
  const stretches = (draft?.unread ?? []).filter(
    (one, at, all) =>
      one && !all.some((other, i) => i !== at && other.includes(one) && (other !== one || i < at)),
  );
  const unread = stretches.slice(0, 6).join(' ').slice(0, 80);
  const label = entity && kindOf(entity).entity.label.many;
  const verb = request && request.acts.size > 0 ? request.clause.units[request.start]?.text : undefined;
  if (draft && unread && /^delete_/.test(draft.tool))
    return `You want to delete ${label ?? 'something'}, but I do not understand “${unread}”. I delete only what is clearly named, so I did nothing.`;
  const nobody =
    request && verb && !request.acts.has('create') ? unknownIn(request, unread !== '') : undefined;
  if (nobody) return nobody;
  if (agent && tool) {
    const like = saying ? [spokenTo(saying)] : examplesOf(agent);
    return `${soundsLike(tool)}, but I did not understand ${unread ? `“${unread}”` : 'all of it'}. Say it like ${quoted(like)}.`;
  }
  if (unread && label)
    return `I understood that it is about ${label}, but not “${unread}”. Please say it in other words.`;
  if (unread && verb) return `I understood “${verb}”, but not “${unread}”. Please say it in other words.`;
  if (verb && !label)
    return `I understood “${verb}”, but not what it is about. Name a contact, company, deal or task.`;
  if (label)
    return `I understood that it is about ${label}, but not what to do. Please say it in other words.`;
  if (agent)
    return `I did not understand that. If it is of this kind, say it like ${quoted(examplesOf(agent))}.`;
  return 'I did not understand that. I look after contacts, companies, deals, tasks and pipelines; say what to show or change.';
}

const quoted = (texts: readonly string[]) => listed(texts.map((text) => `“${text}”`));

const SEVERAL = 'both of them|all of them|each of them|all of those|all of these|those|these|them|both';

/** Whom an order is about, when that is nobody the workspace or the conversation knows. */
function unknownIn({ clause, context, start, to }: Request, isPartly: boolean): string | undefined {
  const names = clause.units
    .slice(start, to)
    .filter(({ kind, matches }) => kind === 'name' && !matches?.length);
  if (names.length > 0)
    return `I found nothing called ${listed(names.map(({ text }) => `“${text}”`))}. Check the name, or ask me to create it.`;
  const list = entityNames.find((name) => name === context.lastList?.entity);
  const shown = list ? `: the last list was of ${kindOf(list).entity.label.many}` : '';
  for (let at = start; at < to && !(context.lastList && isPartly); at++) {
    const length = phraseAt(clause.units, at, SEVERAL);
    if (length > 0)
      return `I do not know what you mean by “${textOf(clause, at, at + length)}”${shown}. Name them, or show a list first.`;
  }
  return undefined;
}

function spokenOf(request: Request) {
  for (let at = request.start; at < request.to; at++) {
    const noun = sensesAt(request.clause, at, 'entity')[0];
    if (noun) return noun.sense.entity;
  }
  const name = request.clause.units
    .slice(request.start, request.to)
    .find((unit) => (unit.matches ?? []).length > 0)?.matches?.[0]?.entity;
  return entityNames.find((entity) => entity === name);
}
