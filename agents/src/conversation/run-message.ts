import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { approvalCard, markSuperseded } from '../approvals.ts';
import { failedReply } from '../failed-reply.ts';
import { focusOn, mergeFocus } from '../memory/conversation-memory.ts';
import { endedInWords, questionShown } from '../memory/ended-question.ts';
import { proposedRecords } from '../proposed-records.ts';
import type { OpenQuestion } from '../tool.ts';
import type { TurnEvent, TurnResult } from '../turn-event.schema.ts';
import { amendedRequest } from './amendment.ts';
import type { ConversationHost } from './conversation-listener.ts';
import { keptInMind, refusedInWords } from './received-files.ts';
import { takenFile } from './taken-file.ts';
import { actionSchema, type TurnRequest, turnRequest } from './turn-request.ts';
import { redrawApproval, replacedBy, type Waiting, waitingApprovals } from './waiting-approvals.ts';

/** More of them nobody reads in an answer. */
const MOST_PROPOSED = 100;

/** One message's turn, with all that is known of it. */
interface Run {
  options: ConversationHost;
  conversation: ConversationRecord;
  message: ChatMessageRecord;
  turnId: string;
  isRetry: boolean;
  scope: Scope;
  waiting: Waiting;
}

/** Runs a stored message's turn and tells its events. A failure is told in the reply; it is not thrown. */
export async function runMessage(
  options: ConversationHost,
  known: ConversationRecord,
  message: ChatMessageRecord,
  turnId: string,
  isRetry: boolean,
): Promise<TurnResult> {
  const { crm, listener } = options;
  let conversation = known;
  try {
    conversation = await withFiles(crm, known, message);
    const action = actionSchema.safeParse(message.action).data;
    const userId = (action?.kind === 'decision' && action.by?.userId) || message.userId;
    const full = await scopeOfUser(crm, conversation.workspaceId, userId, conversation.channel);
    const { mostRole } = message;
    const scope = mostRole && hasRole(full, mostRole) ? { ...full, role: mostRole } : full;
    const waiting = await waitingApprovals(crm, conversation, message);
    const run: Run = { options, conversation, message, turnId, isRetry, scope, waiting };
    const { catalogue } = options.service;
    const taken = await takenFile(crm, scope, catalogue, message);
    const request = withAmendment(
      run,
      taken ?? turnRequest(message, waiting, catalogue, openQuestion(conversation)),
    );
    let result: TurnResult | undefined;
    for await (const event of await eventsOf(run, request)) {
      if (event.type === 'done') {
        result = withText(await concluded(run, request, event.result), refusedInWords(message.files) ?? '');
        await redrawQuestion(run);
      }
      const told = event.type === 'done' && result ? { ...event, result } : event;
      await listener.event(conversation, message, turnId, told);
    }
    if (!result) throw new Error(`Turn ${turnId} ended without a result.`);
    return result;
  } catch (error) {
    const isKnown = error instanceof CliantaError && error.code !== 'internal';
    if (!isKnown) logger.error({ err: error, turnId }, 'turn failed');
    const told = answered(turnId, conversation.id, isKnown ? error.message : '');
    const result = isKnown
      ? told
      : { ...told, reply: failedReply(turnId, message.action ? '' : message.text) };
    await listener.event(conversation, message, turnId, { type: 'done', result });
    return result;
  }
}

/** What came with the message is what "this" means. */
async function withFiles(
  crm: ConversationHost['crm'],
  conversation: ConversationRecord,
  { files }: ChatMessageRecord,
): Promise<ConversationRecord> {
  const fresh = keptInMind(files);
  if (fresh.length === 0) return conversation;
  await focusOn(crm, conversation, fresh);
  return { ...conversation, focus: mergeFocus(fresh, conversation.focus) };
}

async function eventsOf(run: Run, request: TurnRequest): Promise<AsyncIterable<TurnEvent>> {
  const { options, conversation, message, turnId, isRetry, scope } = run;
  const { service } = options;
  const place = { conversationId: conversation.id, scope };
  switch (request.kind) {
    case 'decision':
      return service.resumeTurn({ ...place, decision: request.decision, key: message.id });
    case 'amendment': {
      const decision = { approvalId: request.approvalId, decision: 'reject' as const };
      return service.resumeTurn({ ...place, decision, key: message.id });
    }
    case 'over': {
      const text = await endedInWords(options.crm, conversation, request.choiceId);
      return only({ type: 'done', result: answered(turnId, conversation.id, text) });
    }
    case 'files':
      return only({ type: 'done', result: answered(turnId, conversation.id, '') });
    case 'proposed':
      return only({ type: 'done', result: await allProposed(run, request.approvalId) });
    case 'which': {
      const titles = request.titles.map((title) => `**${title}**`).join(' and ');
      const text = titles
        ? `${request.titles.length} proposals wait for your decision: ${titles}. Say “approve” or “reject” with the words of the one you mean.`
        : 'Nothing waits for your decision in this conversation.';
      return only({ type: 'done', result: answered(turnId, conversation.id, text) });
    }
    default: {
      const direct = request.kind === 'direct' ? { direct: request } : {};
      const { isTainted } = message;
      const text = request.kind === 'amended' ? request.text : message.text;
      return service.runTurn({
        ...place,
        ...direct,
        conversation,
        turnId,
        message: text,
        isTainted,
        isRetry,
      });
    }
  }
}

const openQuestion = ({ question }: ConversationRecord) => question as unknown as OpenQuestion | undefined;

/** All that a proposal is about; it stands below, to be decided on there. */
async function allProposed(run: Run, approvalId: string): Promise<TurnResult> {
  const { options, conversation, turnId, scope, waiting } = run;
  const { crm, service } = options;
  const { items, count } = await proposedRecords(crm, service.catalogue, scope, {
    approvalId,
    limit: MOST_PROPOSED,
  });
  const approval = waiting.all.find(({ id }) => id === approvalId);
  const title = approval?.title ?? 'What is proposed';
  const all =
    items.length < count ? `the first ${items.length} of ${count}` : count === 1 ? 'the one' : `all ${count}`;
  const list = { type: 'list' as const, title, items, count };
  const card = approval && approvalCard(approval);
  const result = answered(
    turnId,
    conversation.id,
    `Here ${count === 1 ? 'is' : 'are'} ${all} of **${title}**. Nothing is done yet.`,
  );
  return {
    ...result,
    reply: { ...result.reply, cards: [list, ...(card ? [card] : [])] },
    ...(card && { approval: card }),
  };
}

/** An amendment as a whole request, where the words of the proposal are known. */
function withAmendment({ waiting, message }: Run, request: TurnRequest): TurnRequest {
  if (request.kind !== 'amendment') return request;
  const approval = waiting.all.find(({ id }) => id === request.approvalId);
  const text = approval && amendedRequest(approval, message.text);
  return text ? { ...request, kind: 'amended', text } : request;
}

async function* only(event: TurnEvent): AsyncGenerator<TurnEvent> {
  yield event;
}

/** What the turn means for the proposals that waited is part of its answer. */
async function concluded(run: Run, request: TurnRequest, result: TurnResult): Promise<TurnResult> {
  switch (request.kind) {
    case 'decision':
      await redraw(run, request.decision.approvalId);
      return result;
    case 'amendment': {
      await markSuperseded(run.options.crm, run.conversation.workspaceId, request.approvalId);
      await redraw(run, request.approvalId);
      return withText(
        result,
        'I could not tell how to change it, so I have set it aside. Please say the whole request the way you want it.',
      );
    }
    case 'which':
    case 'over':
    case 'proposed':
      return result;
    case 'files':
      return remindOf(result, run.waiting.lastSaid);
    case 'amended':
      // what needed a decision for many may be done at once for a few
      if (!result.approval && result.changes.length > 0) {
        const old = run.waiting.all.filter(({ id }) => id === request.approvalId);
        return setAside(run, result, old);
      }
      break;
    default:
      break;
  }
  return result.approval
    ? replaceOlder(run, result, result.approval.approvalId)
    : remindOf(result, run.waiting.lastSaid);
}

async function replaceOlder(run: Run, result: TurnResult, newId: string): Promise<TurnResult> {
  const { crm } = run.options;
  return setAside(run, result, await replacedBy(crm, run.conversation.workspaceId, run.waiting.all, newId));
}

/** Ends proposals whose place the result has taken. */
async function setAside(run: Run, result: TurnResult, older: readonly ApprovalRecord[]): Promise<TurnResult> {
  const { options, conversation, message, scope } = run;
  const { crm, service } = options;
  for (const { id } of older) {
    const decision = { approvalId: id, decision: 'reject' as const };
    const events = await service.resumeTurn({
      conversationId: conversation.id,
      scope,
      decision,
      key: message.id,
    });
    for await (const event of events)
      if (event.type === 'done' && event.result.changes.length > 0)
        logger.warn({ approvalId: id }, 'a replaced proposal changed records');
    await markSuperseded(crm, conversation.workspaceId, id);
    await redraw(run, id);
  }
  if (older.length === 0) return result;
  const titles = older.map(({ title }) => `**${title}**`).join(' and ');
  return withText(result, `This takes the place of ${titles}, of which nothing was done.`);
}

/** Once, right after the proposal: that the answer to something else has not decided on it. */
function remindOf(result: TurnResult, one: ApprovalRecord | undefined): TurnResult {
  if (!one) return result;
  if (one.awaits) return withText(result, `Still waiting for ${one.awaits}: **${one.title}**.`);
  const approve = one.typedCount === undefined ? 'approve' : `approve ${one.typedCount}`;
  return withText(result, `Still waiting for your decision: **${one.title}**. Say “${approve}” or “reject”.`);
}

/** A question that the turn has answered or left loses its buttons. */
async function redrawQuestion({ options, conversation }: Run): Promise<void> {
  const open = openQuestion(conversation);
  const shown = open && (await questionShown(options.crm, conversation, open.id));
  if (!shown || shown.card.status === 'open') return;
  await options.listener.stored(conversation, shown.message);
  await options.listener.settled(conversation, shown.card, shown.message.places?.[open.id]);
}

async function redraw({ options, conversation }: Run, approvalId: string): Promise<void> {
  // it may have been asked for in another conversation than the one it was decided in
  for (const shown of await redrawApproval(options.crm, conversation.workspaceId, approvalId)) {
    for (const message of shown.messages) await options.listener.stored(shown.conversation, message);
    // a proposal that was listed in full stands twice in its conversation
    const places = shown.messages.flatMap(({ places }) => places?.[approvalId] ?? []);
    for (const place of places.length > 0 ? places : [undefined])
      await options.listener.settled(shown.conversation, shown.card, place);
  }
}

function withText(result: TurnResult, more: string): TurnResult {
  const text = [result.reply.text, more].filter(Boolean).join('\n\n');
  return { ...result, reply: { ...result.reply, text } };
}

function answered(turnId: string, conversationId: string, text: string): TurnResult {
  const reply = { text, cards: [] };
  return { turnId, conversationId, reply, agents: [], toolCalls: [], changes: [], modelCalls: 0, ms: 0 };
}
