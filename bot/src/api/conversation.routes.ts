import { focusOn } from '@clianta/agents/memory/conversation-memory';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ConflictError, InvalidError } from '@clianta/crm-core/errors';
import { Router } from 'express';
import { z } from 'zod';
import { scopeOfRequest } from './authentication.ts';
import { conversationChangeSchema, conversationFocusSchema } from './conversation.schema.ts';
import { defineRoutes } from './define-routes.ts';
import { conversationPaths } from './openapi/conversation-paths.ts';

const conversationSearchSchema = z.strictObject({ q: z.string().trim().min(1).max(200) });

/** Messages that are looked through for the newest that say it, and conversations that are found. */
const MOST_MESSAGES = 200;
const MOST_FOUND = 50;

/** What people do with their own conversations besides talking: find, name, pin and delete them. */
export const conversationRoutes = defineRoutes({
  at: 'workspace',
  paths: conversationPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });

    router.get('/own-conversations/search', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const { q } = validate(conversationSearchSchema, request.query, 'search');
      response.json({ conversations: await found(crm, scope, q) });
    });
    router.patch('/own-conversations/:id', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const change = validate(conversationChangeSchema, request.body, 'conversation');
      const { id } = await own(crm, scope, String(request.params.id));
      response.json(await crm.records(Conversation).update(systemScope(scope.workspaceId), id, change));
    });
    router.post('/own-conversations/:id/focus', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const { entity: name, id } = validate(conversationFocusSchema, request.body, 'focus');
      const conversation = await own(crm, scope, String(request.params.id));
      const entity = crm.store.entities.get(name);
      if (!entity?.talk) throw new InvalidError(`Nobody speaks of “${name}”.`, { entity: 'is unknown' });
      const record = await crm.records(entity).get(scope, id);
      const item = { entity: name, id, title: titleOf(entity, record) };
      await focusOn(crm, conversation, [item]);
      response.json(item);
    });
    router.delete('/own-conversations/:id', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const { id } = await own(crm, scope, String(request.params.id));
      const waiting = await crm.records(Approval).count(systemScope(scope.workspaceId), {
        where: [
          { field: 'conversationId', op: 'eq', value: id },
          { field: 'status', op: 'eq', value: 'pending' },
          { field: 'expiresAt', op: 'gt', value: crm.now() },
        ],
      });
      if (waiting > 0)
        throw new ConflictError('A proposal in this conversation waits for a decision. Decide on it first.');
      response.json(await crm.records(Conversation).delete(systemScope(scope.workspaceId), id));
    });
    return router;
  },
});

/** @throws NotFoundError for a conversation of somebody else */
const own = (crm: CrmCore, scope: Scope, id: string): Promise<ConversationRecord> =>
  crm.records(Conversation).get(scope, id);

/** The person's own conversations on this channel whose name or messages have these words, the newest first. */
async function found(crm: CrmCore, scope: Scope, text: string): Promise<ConversationRecord[]> {
  const { records: messages } = await crm.records(ChatMessage).find(scope, {
    where: [
      { field: 'userId', op: 'eq', value: scope.actor.id },
      { field: 'text', op: 'contains', value: text },
    ],
    limit: MOST_MESSAGES,
  });
  const ids = [...new Set(messages.map(({ conversationId }) => conversationId))];
  const { records } = await crm.records(Conversation).find(scope, {
    where: [{ field: 'channel', op: 'eq', value: 'web' }],
    anyOf: [
      [{ field: 'title', op: 'contains', value: text }],
      ...(ids.length > 0 ? [[{ field: 'id', op: 'in' as const, value: ids }]] : []),
    ],
    sort: '-lastMessageAt',
    limit: MOST_FOUND,
  });
  return records;
}
