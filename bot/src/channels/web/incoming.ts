import type { Scope } from '@clianta/crm-core/entity/scope';
import type { z } from 'zod';
import type { Problem, Receipt, Sender } from '../../channel.ts';
import type { sentSchema } from './web.schema.ts';

/** What the handlers refused, on its way to the acknowledgement. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The acknowledgement of what was stored. @throws Refused */
export function taken(receipt: Receipt): z.output<typeof sentSchema> {
  if (!receipt.isTaken) throw new Refused(receipt.problem);
  return { messageId: receipt.messageId, isDuplicate: receipt.isDuplicate };
}

export const senderOf = ({ workspaceId, actor }: Scope): Sender => ({
  externalTeamId: workspaceId,
  externalUserId: actor.id,
});

/** Who said it and where, of a request of the page. */
export function incoming(scope: Scope, request: { conversationId: string; clientMessageId: string }) {
  const { conversationId, clientMessageId: externalId } = request;
  const sender = senderOf(scope);
  const { externalTeamId } = sender;
  return {
    channel: 'web' as const,
    externalId,
    sender,
    thread: { externalTeamId, threadId: conversationId, conversationId },
  };
}
