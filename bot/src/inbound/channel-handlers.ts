import type { NewMessage } from '@clianta/agents/conversation/conversations';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { AgentService } from '@clianta/agents/run-turn';
import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import { install } from '@clianta/crm-core/workspace/channel-installation/installations';
import { SAID_CODE } from '@clianta/crm-core/workspace/link-codes';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { errorBody } from '../api/http-error.ts';
import type { Channel, ChannelHandlers, IncomingMessage, Problem, Receipt, Sender } from '../channel.ts';
import { linkByCode, scopeOfSender, type WorkspaceOf } from './identity.ts';
import { keptFiles } from './incoming-files.ts';
import { callInput, choiceInput, decisionInput } from './inputs.ts';
import { Lookup } from './lookup.ts';
import { saidToVisitor, tellVisitor } from './said-to-visitor.ts';
import { turnOfAnswer } from './turn-of-answer.ts';
import { turnIdOf } from './turn-runner.ts';

interface Options {
  crm: CrmCore;
  service: AgentService;
  workspaceOf: WorkspaceOf;
}

/** The one path of all messages. */
interface Path {
  accept(
    scope: Scope,
    place: ConversationRecord | ThreadAddress,
    input: Omit<NewMessage, 'author' | 'status'>,
  ): Promise<{ message: ChatMessageRecord; isDuplicate: boolean }>;
  amend(
    scope: Scope,
    thread: ThreadAddress,
    amendment: { externalId: string; text?: string },
  ): Promise<'unknown' | 'followed' | 'begun'>;
}

type Input = Omit<NewMessage, 'author' | 'status' | 'externalId'>;

interface Incoming {
  sender: Sender;
  thread: ThreadAddress;
  externalId: string;
}

const NOT_AGAIN =
  'You have changed your message; what I did with it stays as it is. Say it anew if you want something else.';

/** What a channel hands its input to: who wrote, then the one path of all messages. */
export function channelHandlers(inbound: Path, options: Options, channel: Channel): ChannelHandlers {
  const { crm, service, workspaceOf } = options;
  const scopeOf = (sender: Sender) => scopeOfSender(crm, channel.name, sender, workspaceOf);
  const accept = async (
    { sender, thread, externalId }: Incoming,
    inputOf: (scope: Scope) => Input | Promise<Input>,
  ): Promise<Receipt> => {
    try {
      const scope = await scopeOf(sender);
      const place = thread.conversationId
        ? await crm.records(Conversation).get(scope, thread.conversationId)
        : thread;
      const { mostRole } = sender;
      return receiptOf(
        await inbound.accept(scope, place, {
          ...(await inputOf(scope)),
          externalId,
          ...(mostRole && { mostRole }),
        }),
      );
    } catch (error) {
      return { isTaken: false, problem: problemOf(error) };
    }
  };
  const link = async (sender: Sender, code: string): Promise<Receipt> => {
    try {
      const scope = await linkByCode(crm, channel.name, sender, code, workspaceOf);
      return { isTaken: false, problem: { code: 'linked', message: await greeting(crm, scope) } };
    } catch (error) {
      return { isTaken: false, problem: problemOf(error) };
    }
  };
  const tellThem = async (
    one: IncomingMessage,
    said: NonNullable<ReturnType<typeof saidToVisitor>>,
  ): Promise<Receipt | undefined> => {
    try {
      const message = await tellVisitor(crm, await scopeOf(one.sender), one, said);
      return message ? { isTaken: false, problem: { code: 'told', message } } : undefined;
    } catch (error) {
      return { isTaken: false, problem: problemOf(error) };
    }
  };
  return {
    async message(one) {
      const [, code] = SAID_CODE.exec(one.text) ?? [];
      if (code && !one.thread.conversationId) return link(one.sender, code);
      const toVisitor = one.thread.conversationId ? undefined : saidToVisitor(one.text);
      const told = toVisitor && (await tellThem(one, toVisitor));
      if (told) return told;
      return accept(one, async (scope) => {
        const files = await keptFiles(crm, scope, one);
        return { text: one.text, ...(files.length > 0 && { files }) };
      });
    },
    decision: (one) => accept(one, () => decisionInput(one.decision)),
    choice: (one) => accept(one, () => choiceInput(one.choice)),
    undo: (one) => accept(one, () => ({ text: 'Undo', action: { kind: 'undo', groupId: one.groupId } })),
    call: (one) => accept(one, () => callInput(service.catalogue, one.call)),
    async amended({ sender, thread, externalId, text }) {
      try {
        const scope = await scopeOf(sender);
        const state = await inbound.amend(scope, thread, {
          externalId,
          ...(text !== undefined && { text }),
        });
        if (state === 'begun' && text !== undefined)
          await channel.send(thread, { text: NOT_AGAIN, cards: [] }, '');
      } catch (error) {
        // a stranger's change means nothing, and one that cannot be told changes nothing
        problemOf(error);
      }
    },
    async feedback({ sender, feedback: { turnId, ...said } }) {
      try {
        const scope = await scopeOf(sender);
        const turn = await turnOfAnswer(crm, scope, turnId);
        if (!turn) return 'That answer is not one of yours, so I kept nothing.';
        const { verdict, comment } = said;
        const feedback = verdict === 'none' ? null : { verdict, ...(comment && { comment }), at: crm.now() };
        await crm.records(AgentTurn).update({ ...scope, role: 'system' }, turn.id, { feedback });
        return feedback ? 'Thank you, I have noted that.' : 'I have forgotten what you said of it.';
      } catch (error) {
        return problemOf(error).message;
      }
    },
    async connect({ sender, teamName, code, details }) {
      try {
        // the code itself proves the person; the tenant may belong to no workspace yet
        const scope = await linkByCode(crm, channel.name, sender, code, workspaceOf);
        if (!hasRole(scope, 'admin'))
          throw new ForbiddenError(
            'Your own account is linked now. To connect all of this chat takes an admin.',
          );
        const { externalTeamId } = sender;
        await install(crm, scope, {
          channel: channel.name,
          externalTeamId,
          name: teamName,
          ...(details && { details }),
        });
        return `${teamName} is connected now. ${await greeting(crm, scope)}`;
      } catch (error) {
        return problemOf(error).message;
      }
    },
    lookup: new Lookup(crm, service.catalogue, scopeOf),
  };
}

const receiptOf = ({ message, isDuplicate }: Awaited<ReturnType<Path['accept']>>): Receipt => ({
  isTaken: true,
  messageId: message.id,
  turnId: turnIdOf(message),
  isDuplicate,
});

function problemOf(error: unknown): Problem {
  return errorBody(error).body.error;
}

async function greeting(crm: CrmCore, scope: Scope): Promise<string> {
  const { name } = await crm.records(Workspace).get(scope, scope.workspaceId);
  return `You are ${scope.actor.name} of ${name} here from now on. Say “help” to see what I can do.`;
}
