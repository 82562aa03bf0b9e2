import type { Agent } from '@clianta/agents/agent';
import { decisionSchema, type TurnEvent, type TurnResult } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { z } from 'zod';
import type { ChannelName } from '../channel.ts';
import { conversationOfThread } from '../inbound/conversations.ts';
import type { Inbound } from '../inbound.ts';
import { scopeOfRequest } from './authentication.ts';

const chatSchema = z
  .strictObject({
    message: z.string().optional(),
    conversationId: z.string().max(60).optional(),
    /** A name of the caller's own for the conversation, instead of its id. */
    thread: z.string().min(1).max(60).optional(),
    /** Instead of a message: the answer to a proposal. */
    decision: decisionSchema.optional(),
    /** The caller's own id of this message; sent again, it is not done again. */
    clientMessageId: z.string().min(1).max(60).optional(),
  })
  .refine(
    (body) => (body.message === undefined) !== (body.decision === undefined),
    'needs either message or decision',
  );

const undoSchema = z.strictObject({ groupId: z.string().min(1).max(120) });

export interface ChatRoutesOptions {
  crm: CrmCore;
  inbound: Inbound;
  agents: readonly Agent[];
}

export function chatRoutes({ crm, inbound, agents }: ChatRoutesOptions): Router {
  const router = Router({ mergeParams: true });

  router.get('/agents', async (request, response) => {
    await scopeOfRequest(crm, request);
    response.json({
      agents: agents.map(({ name, description, examples }) => ({ name, description, examples })),
    });
  });

  router.post('/agents/chat', async (request, response) => {
    const channel: ChannelName = request.headers['x-clianta-client'] === 'terminal' ? 'terminal' : 'api';
    const scope = await scopeOfRequest(crm, request, channel);
    const body = validate(chatSchema, request.body, 'chat request');
    const conversation = body.conversationId
      ? await crm.records(Conversation).get(scope, body.conversationId)
      : await conversationOfThread(crm, scope, {
          externalTeamId: scope.workspaceId,
          threadId: body.thread ?? newId(),
        });
    const events = await inbound.ask(scope, conversation, {
      text: body.message ?? (body.decision?.decision === 'approve' ? 'Approve' : 'Reject'),
      externalId: body.clientMessageId ?? newId(),
      ...(body.decision && { action: { kind: 'decision', decision: body.decision } }),
    });
    if (
      !request.accepts('json', 'text/event-stream') ||
      request.accepts(['json', 'text/event-stream']) === 'text/event-stream'
    ) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-cache',
        'X-Accel-Buffering': 'no',
      });
      for await (const event of events)
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      response.end();
      return;
    }
    response.json(await resultOf(events));
  });

  router.post('/undo', async (request, response) => {
    const scope = await scopeOfRequest(crm, request, 'web');
    const { groupId } = validate(undoSchema, request.body, 'undo request');
    response.json(await undoGroup(crm, { ...scope, groupId: newId() }, groupId, crm.now()));
  });
  return router;
}

async function resultOf(events: AsyncIterable<TurnEvent>): Promise<TurnResult> {
  for await (const event of events) if (event.type === 'done') return event.result;
  throw new Error('The turn ended without a result.');
}
