import { VisitorChat } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { metadataSchema } from '@clianta/crm-core/entity/metadata.schema';
import { manyChangesSchema } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import { JOB_STATES } from '@clianta/crm-core/work/waiting-job';
import { inviteSchema } from '@clianta/crm-core/workspace/invite';
import { preferencesSchema } from '@clianta/crm-core/workspace/own-preferences';
import { removalSchema } from '@clianta/crm-core/workspace/remove-member';
import { modelUseSchema, shownAgentSchema } from '../agent.routes.ts';
import { choiceSchema, passwordSchema, setUpRequestSchema, signInSchema } from '../auth.routes.ts';
import { chatSchema, undoSchema } from '../chat.routes.ts';
import { conversationChangeSchema, conversationFocusSchema } from '../conversation.routes.ts';
import { filterWordsSchema, proposalSchema } from '../list.routes.ts';
import { visitorLeaveSchema, visitorReplySchema } from '../visitor-chat.routes.ts';
import { widgetSessionSchema } from '../widget.routes.ts';
import { shownJobSchema } from '../work.routes.ts';
import { accountPaths } from './account-paths.ts';
import { calendarPaths } from './calendar-paths.ts';
import { callPaths } from './call-paths.ts';
import { campaignPaths } from './campaign-paths.ts';
import { erasurePaths } from './erasure-paths.ts';
import { filePaths } from './file-paths.ts';
import { importPaths } from './import-paths.ts';
import { schemaOf } from './json-schema.ts';
import { leadScoringPaths } from './lead-scoring-paths.ts';
import { mcpPaths } from './mcp-paths.ts';
import { answers, type Json, json, object, path, query, ref } from './parts.ts';
import { placePaths } from './place-paths.ts';
import { proposalPaths } from './proposal-paths.ts';
import { reportPaths } from './report-paths.ts';
import { websitePaths } from './website-paths.ts';
import { workflowPaths } from './workflow-paths.ts';

const text: Json = { type: 'string' };
const flag: Json = { type: 'boolean' };
const listOf = (items: Json): Json => ({ type: 'array', items });
const base = '/api/workspaces/{workspaceId}';
/** Nobody needs to be signed in. */
const open = { security: [] };

const turn: Json = {
  description: 'The turn, or its events as they come, each as `event: <type>` and `data: <TurnEvent>`',
  content: {
    'application/json': { schema: ref('TurnResult') },
    'text/event-stream': { schema: text },
  },
};
const part = object({ description: text, isHealthy: flag });
const health = object({
  status: { enum: ['ok', 'degraded'] },
  version: text,
  database: part,
  queue: part,
  model: part,
  channels: listOf({
    ...object({
      name: text,
      label: text,
      isOn: flag,
      missing: listOf(text),
      guide: text,
      setUp: listOf(object({ label: text, value: text })),
    }),
    description: 'With what has happened on each since this process began',
  }),
});
const sessionParts = {
  user: object({ id: text, name: text, email: text }),
  workspaces: listOf(
    object({ id: text, name: text, role: text, timeZone: text, currency: text, locale: text }),
  ),
};
const session = object(sessionParts);
/** Of whoever has a second factor: the session comes with the code. */
const needsCode = object({ needsCode: { const: true }, ticket: text });
const widgetSession = object({ token: text, ...sessionParts });
const undone = object({
  groupId: text,
  reverted: listOf(object({ entity: text, id: text, title: text, change: text })),
  kept: listOf(object({ entity: text, id: text, title: text, reason: text })),
});

const auditPage: Json = {
  type: 'object',
  required: ['rows'],
  properties: {
    rows: listOf({
      type: 'object',
      required: ['entry'],
      properties: {
        entry: ref('UserAction'),
        many: schemaOf(manyChangesSchema, 'output'),
      },
    }),
    nextCursor: text,
  },
};

/** Everything besides the resources of the entities. */
export function ownPaths(): Json {
  return {
    ...placePaths(),
    ...callPaths(),
    ...mcpPaths(),
    ...filePaths(),
    ...importPaths(),
    ...calendarPaths(),
    ...proposalPaths(),
    ...reportPaths(),
    ...leadScoringPaths(),
    ...websitePaths(),
    ...erasurePaths(),
    ...workflowPaths(),
    ...campaignPaths(),
    [`${base}/agents/chat`]: {
      post: {
        operationId: 'chat',
        tags: ['agents'],
        summary: 'Say something; with Accept: text/event-stream the turn is streamed',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(chatSchema, 'input')) },
        responses: { ...answers(ref('TurnResult')), '200': turn },
      },
    },
    [`${base}/filters/read`]: {
      post: {
        operationId: 'readFilter',
        tags: ['agents'],
        summary: 'What a list is to show, in words: “in Berlin without an owner”',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(filterWordsSchema, 'input')) },
        responses: answers({
          type: 'object',
          required: ['filter', 'unread'],
          properties: { filter: ref('Filter'), sort: text, unread: listOf(text) },
        }),
      },
    },
    [`${base}/list-changes`]: {
      post: {
        operationId: 'propose',
        tags: ['agents'],
        summary:
          'Change or delete the records of a list, as a proposal in the chat; one record is changed at once',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(proposalSchema, 'input')) },
        responses: answers(ref('TurnResult'), 'What the turn came to', '201'),
      },
    },
    [`${base}/own-conversations/{id}`]: {
      patch: {
        operationId: 'changeConversation',
        tags: ['conversations'],
        summary: 'Name or pin a conversation of one’s own',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(conversationChangeSchema, 'input')) },
        responses: answers(ref('Conversation')),
      },
      delete: {
        operationId: 'deleteConversation',
        tags: ['conversations'],
        summary: 'Delete a conversation of one’s own, in which nothing waits for a decision',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(ref('Conversation')),
      },
    },
    [`${base}/own-conversations/{id}/focus`]: {
      post: {
        operationId: 'focusConversation',
        tags: ['conversations'],
        summary: 'The record that is spoken of next in a conversation: what “it” means',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(conversationFocusSchema, 'input')) },
        responses: answers(object({ entity: text, id: text, title: text })),
      },
    },
    [`${base}/own-conversations/search`]: {
      get: {
        operationId: 'searchConversations',
        tags: ['conversations'],
        summary: 'One’s own web conversations by their names and messages',
        parameters: [path('workspaceId'), query('q', text, 'Words')],
        responses: answers(object({ conversations: listOf(ref('Conversation')) })),
      },
    },
    [`${base}/agents`]: {
      get: {
        operationId: 'listAgents',
        tags: ['agents'],
        summary: 'The agents, what each can do and may do here, and things to say to it',
        parameters: [path('workspaceId')],
        responses: answers(object({ agents: listOf(schemaOf(shownAgentSchema, 'output')) })),
      },
    },
    [`${base}/model-use`]: {
      get: {
        operationId: 'getModelUse',
        tags: ['agents'],
        summary: 'The language model in use, and the tokens of this month; for others than admins, their own',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(modelUseSchema, 'output')),
      },
    },
    [`${base}/metadata`]: {
      get: {
        operationId: 'getMetadata',
        tags: ['records'],
        summary: 'What there are records of: fields, relations, own fields, and what the caller may do',
        parameters: [path('workspaceId')],
        responses: answers(schemaOf(metadataSchema, 'output')),
      },
    },
    [`${base}/audit/requests`]: {
      get: {
        operationId: 'listAuditRequests',
        tags: ['audit'],
        summary: 'The audit log, newest first; many changes of one request are one row',
        parameters: [
          path('workspaceId'),
          query('filter', text, 'JSON of a filter'),
          query('limit', { type: 'integer', minimum: 1, maximum: 500 }, 'Default 50'),
          query('cursor', text, 'From the page before'),
        ],
        responses: answers(auditPage),
      },
    },
    [`${base}/audit.csv`]: {
      get: {
        operationId: 'exportAudit',
        tags: ['audit'],
        summary: 'The audit log as CSV, newest first; for admins',
        parameters: [path('workspaceId'), query('filter', text, 'JSON of a filter')],
        responses: {
          200: { description: 'The file', content: { 'text/csv': { schema: text } } },
          default: answers(text).default,
        },
      },
    },
    [`${base}/undo`]: {
      post: {
        operationId: 'undo',
        tags: ['audit'],
        summary: 'Take back one group of writes',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(undoSchema, 'input')) },
        responses: answers(undone, 'What was reverted and what was kept'),
      },
    },
    '/api/widget/session': {
      post: {
        operationId: 'startWidgetSession',
        tags: ['sessions'],
        summary: 'Sign in a teammate whom a site vouches for, to that workspace alone and for an hour',
        ...open,
        requestBody: { required: true, ...json(schemaOf(widgetSessionSchema, 'input')) },
        responses: answers(widgetSession),
      },
    },
    '/api/auth/sign-in': {
      post: {
        operationId: 'signIn',
        tags: ['sessions'],
        summary: 'Sign in; the session is set as a cookie',
        ...open,
        requestBody: { required: true, ...json(schemaOf(signInSchema, 'input')) },
        responses: answers({ anyOf: [session, needsCode] }),
      },
    },
    ...accountPaths(session),
    '/api/auth/sign-out': {
      post: {
        operationId: 'signOut',
        tags: ['sessions'],
        summary: 'End the session of the cookie or token',
        ...open,
        responses: { ...answers({}), '200': undefined, '204': { description: 'Signed out' } },
      },
    },
    '/api/auth/me': {
      get: {
        operationId: 'getSession',
        tags: ['sessions'],
        summary: 'Who is signed in, and to which workspaces they belong',
        responses: answers(session),
      },
    },
    '/api/auth/password': {
      post: {
        operationId: 'changePassword',
        tags: ['sessions'],
        summary: 'Change the own password; all other sessions end',
        requestBody: { required: true, ...json(schemaOf(passwordSchema, 'input')) },
        responses: answers(session),
      },
    },
    '/api/auth/choose-password': {
      post: {
        operationId: 'choosePassword',
        tags: ['sessions'],
        summary: 'Choose a password by the token of a link, and sign in',
        ...open,
        requestBody: { required: true, ...json(schemaOf(choiceSchema, 'input')) },
        responses: answers({ anyOf: [session, needsCode] }),
      },
    },
    [`${base}/me`]: {
      patch: {
        operationId: 'setOwnPreferences',
        tags: ['workspace'],
        summary: 'Set the own time zone and way of writing dates; null for as the workspace has it',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(preferencesSchema, 'input')) },
        responses: answers(ref('TeamMember')),
      },
    },
    [`${base}/team-members/invite`]: {
      post: {
        operationId: 'invite',
        tags: ['workspace'],
        summary: 'Add a person to the team; the token is for the link by which they choose a password',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(inviteSchema, 'input')) },
        responses: answers(object({ member: ref('TeamMember'), token: text }), 'Added', '201'),
      },
    },
    [`${base}/team-members/{id}/remove`]: {
      post: {
        operationId: 'removeFromTeam',
        tags: ['workspace'],
        summary: 'Take a person out of the team and hand over their records; undone together',
        parameters: [path('workspaceId'), path('id')],
        requestBody: json(schemaOf(removalSchema, 'input')),
        responses: answers(
          object({
            member: ref('TeamMember'),
            groupId: text,
            handedOver: { type: 'integer' },
            isPending: flag,
          }),
        ),
      },
    },
    [`${base}/team-members/{id}/password-link`]: {
      post: {
        operationId: 'makePasswordLink',
        tags: ['workspace'],
        summary: 'A new link for somebody who lost their password',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ token: text })),
      },
      delete: {
        operationId: 'revokePasswordLink',
        tags: ['workspace'],
        summary: 'Void the link that was made for somebody',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
    [`${base}/channels/{name}/test`]: {
      post: {
        operationId: 'testChannel',
        tags: ['workspace'],
        summary: 'Sends the caller a message on a channel where they have a linked account',
        parameters: [path('workspaceId'), path('name')],
        responses: { 204: { description: 'It was taken' }, default: answers(text).default },
      },
    },
    [`${base}/link-codes`]: {
      post: {
        operationId: 'makeLinkCode',
        tags: ['workspace'],
        summary: 'A code by which one proves on another channel who one is, once and for ten minutes',
        parameters: [path('workspaceId')],
        responses: answers(object({ code: text, expiresAt: text }), 'Made', '201'),
      },
    },
    [`${base}/widget-sites/{id}/secret`]: {
      post: {
        operationId: 'makeWidgetSecret',
        tags: ['workspace'],
        summary: 'A new secret by which a site vouches for who is signed in there; shown this once',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ secret: text }), 'Made', '201'),
      },
    },
    [`${base}/visitor-chats/{id}/reply`]: {
      post: {
        operationId: 'replyToVisitor',
        tags: ['workspace'],
        summary: 'Speaks with a visitor of the website; Clianta is silent in that chat from then on',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(visitorReplySchema, 'input')) },
        responses: answers(schemaOf(VisitorChat.schema, 'output')),
      },
    },
    [`${base}/visitor-chats/{id}/leave`]: {
      post: {
        operationId: 'leaveVisitor',
        tags: ['workspace'],
        summary: 'Leaves a visitor to Clianta again, or says that the chat is over',
        parameters: [path('workspaceId'), path('id')],
        requestBody: { required: true, ...json(schemaOf(visitorLeaveSchema, 'input')) },
        responses: answers(schemaOf(VisitorChat.schema, 'output')),
      },
    },
    [`${base}/work`]: {
      get: {
        operationId: 'listWork',
        tags: ['workspace'],
        summary: 'Work that waits for its time, or that failed; for admins',
        parameters: [
          path('workspaceId'),
          query('state', { enum: [...JOB_STATES] }, 'Default: waiting, running and failed.'),
        ],
        responses: answers(object({ jobs: listOf(schemaOf(shownJobSchema, 'output')) })),
      },
    },
    [`${base}/work/{id}/retry`]: {
      post: {
        operationId: 'retryWork',
        tags: ['workspace'],
        summary: 'Do failed work again, with all its attempts; for admins',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
    [`${base}/work/{id}`]: {
      delete: {
        operationId: 'cancelWork',
        tags: ['workspace'],
        summary: 'Cancel work that waits, runs or failed; for admins',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
    '/api/setup': {
      get: {
        operationId: 'getSetupState',
        tags: ['sessions'],
        summary: 'Whether there is no workspace yet',
        ...open,
        responses: answers({
          type: 'object',
          required: ['isNeeded'],
          properties: { isNeeded: flag, hasGoogle: flag, hasRecovery: flag },
        }),
      },
      post: {
        operationId: 'setUp',
        tags: ['sessions'],
        summary: 'Create the first workspace with its owner; the code is printed where Clianta was started',
        ...open,
        requestBody: { required: true, ...json(schemaOf(setUpRequestSchema, 'input')) },
        responses: answers(session),
      },
    },
    '/healthz': {
      get: {
        operationId: 'getHealth',
        tags: ['operation'],
        summary: 'The state of database, queue and model',
        ...open,
        responses: { ...answers(health), '503': { description: 'Degraded', ...json(health) } },
      },
    },
    '/readyz': {
      get: {
        operationId: 'getReadiness',
        tags: ['operation'],
        summary: 'Whether traffic can be taken',
        ...open,
        responses: {
          ...answers(object({ isReady: flag })),
          '503': { description: 'Not now', ...json(object({ isReady: flag })) },
        },
      },
    },
  };
}
