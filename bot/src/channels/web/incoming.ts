import type { Scope } from '@clianta/crm-core/entity/scope';
import { UpstreamError } from '@clianta/crm-core/errors';
import type { z } from 'zod';
import type { IncomingFile, Problem, Receipt, Sender } from '../../channel.ts';
import type { sendSchema, sentSchema } from './web.schema.ts';

type SentFile = NonNullable<z.output<typeof sendSchema>['files']>[number];

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

/** A file that was uploaded before. */
export const uploaded = ({ name, fileId }: SentFile): IncomingFile => ({
  name,
  fileId,
  read: () => Promise.reject(new UpstreamError('The content of this file has not come with it.')),
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
