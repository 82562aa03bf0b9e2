import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { Catalogue, OwnedTool } from '../catalogue.ts';
import { chosenCall } from '../memory/open-question.ts';
import type { OpenQuestion } from '../tool.ts';
import { argumentsOfForm } from '../tools/form-card.ts';
import {
  type Choice,
  choiceSchema,
  type Decision,
  type DirectCall,
  decisionSchema,
  directCallSchema,
} from '../turn-event.schema.ts';
import { asksToSee } from './asked-to-see.ts';
import { decisionIn, refusalIn } from './decision-words.ts';

/** What a stored message asks for. */
export type TurnRequest =
  | { kind: 'text'; text: string }
  | { kind: 'direct'; agent: string; tool: string; args: Record<string, unknown> }
  | { kind: 'decision'; decision: Decision }
  /** Chooses an option of a question that does not wait any more. */
  | { kind: 'over'; choiceId: string }
  /** Wants the proposal otherwise than it is: "approve, but only the first three". */
  | { kind: 'amendment'; approvalId: string }
  /** The same, put together with the request that led to the proposal. */
  | { kind: 'amended'; approvalId: string; text: string }
  /** Wants to see all that the proposal is about. */
  | { kind: 'proposed'; approvalId: string }
  /** Only files came, and none was taken. */
  | { kind: 'files' }
  /** Decides, but none or several proposals wait. */
  | { kind: 'which'; titles: string[] };

type Proposed = Pick<ApprovalRecord, 'id' | 'title'> & Partial<Pick<ApprovalRecord, 'preview'>>;

export const actionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('decision'),
    decision: decisionSchema,
    /** Of somebody else than the one whose conversation it is: who, and the conversation to confirm it in. */
    by: z.object({ userId: z.string(), name: z.string(), conversationId: z.string() }).optional(),
  }),
  z.object({ kind: z.literal('undo'), groupId: z.string() }),
  z.object({ kind: z.literal('choice'), choice: choiceSchema }),
  z.object({ kind: z.literal('call'), call: directCallSchema }),
]);

/** These two words mean a proposal whenever one waits; a bare yes means what was said last. */
const NAMED = /^\s*(approve|reject)(?:\s+(.+?))?[.!]*\s*$/is;
const AMENDMENTS = [
  /^(yes|y|ok|okay|sure|approved?|confirm|go ahead|do it|no)\b.*\b(but|only|except|instead|without|just|not|first|rather|keep)\b/is,
  /^(but\s+)?(only|except|keep|spare|leave out|just(?!\s+(do|go|kidding|show|list|tell|give|let)\b)|not(?!\s+(now|yet|today|sure|really)\b))\s+\S/is,
  /^(but\s+)?(make|change|set) (it|that|this|them)\b/is,
  // a whole request of its own is one, also with "instead"
  /^(?!(delete|remove|add|create|move|assign|update|mark|show|list|find)\b).{0,80}\binstead[.!]*$/is,
];

/**
 * Reads a stored message: a button, a slash command, a word on a proposal that waits, or words to understand.
 *
 * @param waiting - the conversation's proposals, and which of them was the last thing said
 * @param question - the one that waits for an answer
 */
export function turnRequest(
  message: Pick<ChatMessageRecord, 'text' | 'action' | 'files'>,
  waiting: { all: readonly Proposed[]; lastSaid?: Proposed },
  catalogue: Catalogue,
  question?: OpenQuestion,
): TurnRequest {
  if (message.action) {
    const action = actionSchema.parse(message.action);
    if (action.kind === 'decision') return { kind: 'decision', decision: action.decision };
    if (action.kind === 'choice') return pressed(action.choice, question, catalogue);
    if (action.kind === 'call') return filledIn(action.call, catalogue);
    return directCall(catalogue.slash('undo'), { groupId: action.groupId }) ?? { kind: 'text', text: 'Undo' };
  }
  if (message.files?.length && message.text.trim() === '') {
    const isKept = message.files.some(({ fileId }) => fileId !== undefined);
    const asked = isKept && directCall(catalogue.slash('files'), { action: 'offer' });
    return asked || { kind: 'files' };
  }
  const [, command = '', rest = ''] = /^\/([a-z]+)\b\s*(.*)$/is.exec(message.text.trim()) ?? [];
  const owned = catalogue.slash(command);
  const called = directCall(owned, owned?.tool.slash?.args?.(rest) ?? {});
  if (called) return called;
  return onProposal(message.text, waiting) ?? { kind: 'text', text: message.text };
}

/** What a press calls is the question's own; the button has named no more than its place. */
function pressed(
  { choiceId, option }: Choice,
  question: OpenQuestion | undefined,
  catalogue: Catalogue,
): TurnRequest {
  const call = question?.id === choiceId ? chosenCall(question, option) : undefined;
  return (call && directCall(catalogue.tool(call.tool), call.args)) ?? { kind: 'over', choiceId };
}

/** @throws InvalidError when there is no such tool, or a value does not fit */
function filledIn({ tool: name, values }: DirectCall, catalogue: Catalogue): TurnRequest {
  const owned = catalogue.tool(name);
  const called = owned && directCall(owned, argumentsOfForm(owned.tool, values));
  if (!called) throw new InvalidError('What this button does is not there any more. Please say it in words.');
  return called;
}

function directCall(owned: OwnedTool | undefined, args: Record<string, unknown>): TurnRequest | undefined {
  return owned && { kind: 'direct', agent: owned.agent.name, tool: owned.tool.name, args };
}

function onProposal(
  text: string,
  { all, lastSaid }: { all: readonly Proposed[]; lastSaid?: Proposed },
): TurnRequest | undefined {
  if (lastSaid) {
    const word = decisionIn(text);
    if (word) return decide(lastSaid, word.decision, word.typed);
    if (refusalIn(text)) return decide(lastSaid, 'reject');
    const { id, title, preview } = lastSaid;
    if (preview && asksToSee(text, { title, preview })) return { kind: 'proposed', approvalId: id };
  }
  const named = NAMED.exec(text);
  if (named?.[1]) {
    const word = named[1].toLowerCase() === 'approve' ? 'approve' : 'reject';
    const rest = (named[2] ?? '').replace(/[“”"]/g, '').trim();
    const isNumber = /^[\d,.]+$/.test(rest);
    const isBare = rest === '' || isNumber || /^[“"]/.test(named[2] ?? '');
    if (all.length === 0) return isBare ? { kind: 'which', titles: [] } : undefined;
    const titled = isNumber ? [] : all.filter((one) => rest && holds(one.title, rest));
    const meant = titled.length > 0 ? titled : rest === '' || isNumber ? all : [];
    if (meant.length > 1) return { kind: 'which', titles: meant.map((one) => one.title) };
    if (meant[0]) return decide(meant[0], word, isNumber ? rest : undefined);
  }
  if (lastSaid && AMENDMENTS.some((pattern) => pattern.test(text.trim())))
    return { kind: 'amendment', approvalId: lastSaid.id };
  return undefined;
}

const holds = (title: string, words: string) => title.toLowerCase().includes(words.toLowerCase());

function decide(one: Proposed, decision: Decision['decision'], typed?: string): TurnRequest {
  const typedCount = typed === undefined ? {} : { typedCount: Number(typed.replace(/[,.]/g, '')) };
  return { kind: 'decision', decision: { approvalId: one.id, decision, ...typedCount } };
}
