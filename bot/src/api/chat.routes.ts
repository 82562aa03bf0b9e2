import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { validate } from '@clianta/crm-core/entity/validate';
import { type Response, Router } from 'express';
import type { z } from 'zod';
import type { ChannelName } from '../channel.ts';
import { uploaded } from '../channels/web/incoming.ts';
import { keptFiles } from '../inbound/incoming-files.ts';
import { choiceInput, decisionInput } from '../inbound/inputs.ts';
import { onSessionEnd, scopeOfRequest } from './authentication.ts';
import { chatSchema, undoSchema } from './chat.schema.ts';
import { defineRoutes } from './define-routes.ts';
import { chatPaths } from './openapi/chat-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { turnResultOf } from './turn-result-of.ts';

const HEARTBEAT_MS = 15_000;

export const chatRoutes = defineRoutes({
  at: 'workspace',
  paths: chatPaths,
  routes({ crm, sessions, inbound }) {
    const router = Router({ mergeParams: true });

    router.post('/agents/chat', async (request, response) => {
      const channel: ChannelName = request.headers['x-clianta-client'] === 'terminal' ? 'terminal' : 'api';
      const scope = await scopeOfRequest(crm, request, channel);
      const body = validate(chatSchema, request.body, 'chat request');
      const place = body.conversationId
        ? await crm.records(Conversation).get(scope, body.conversationId)
        : { externalTeamId: scope.workspaceId, threadId: body.thread ?? newId() };
      const externalId = body.clientMessageId ?? newId();
      const given = body.files?.map(uploaded);
      const files = given && (await keptFiles(crm, scope, { channel, externalId, files: given }));
      const events = await inbound.ask(scope, place, {
        ...inputOf(body),
        ...(files && { files }),
        externalId,
      });
      // JSON for whoever does not ask for a stream in particular
      if (request.accepts(['json', 'text/event-stream']) === 'text/event-stream')
        await stream(response, events, (end) => onSessionEnd(sessions, request, end));
      else response.json(await turnResultOf(events));
    });

    router.post('/undo', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const { groupId } = validate(undoSchema, request.body, 'undo request');
      const result = await undoGroup(crm, { ...scope, groupId: newId() }, groupId, crm.now());
      await inbound.undone(scope.workspaceId, result.groupId);
      response.json(result);
    });
    refuseOtherMethods(router);
    return router;
  },
});

function inputOf({ message = '', decision, choice }: z.output<typeof chatSchema>) {
  if (decision) return decisionInput(decision);
  return choice ? choiceInput(choice) : { text: message };
}

/**
 * Sends the turn's events as they come; a client that goes away ends nothing but its own stream.
 *
 * @param onShutOut - calls what it is given when the client's access ends
 */
async function stream(
  response: Response,
  events: AsyncIterable<TurnEvent>,
  onShutOut: (end: () => void) => () => void,
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const unlisten = onShutOut(() => response.destroy());
  // a comment, so that proxies do not take a slow turn for a dead connection
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of events) {
      if (response.destroyed) break;
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
  } finally {
    clearInterval(heartbeat);
    unlisten();
    response.end();
  }
}
