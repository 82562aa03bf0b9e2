import { todaySchema } from '@clianta/agents/agents/briefing/today.schema';
import { markSchema } from '../notice.schema.ts';
import {
  browserSchema,
  goneBrowserSchema,
  noticeChangesSchema,
  noticeSettingsSchema,
} from '../notice-settings.schema.ts';
import { foundSchema } from '../search.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, type Json, json, object, path, query } from './parts.ts';

const base = '/api/workspaces/{workspaceId}';
const tags = ['conversations'];
const parameters = [path('workspaceId')];
const text: Json = { type: 'string' };
const settings = schemaOf(noticeSettingsSchema, 'output');

/** What the console's own places are made of: notices, a person's day, finding by name. */
export function placePaths(): Json {
  return {
    [`${base}/today`]: {
      get: {
        operationId: 'getToday',
        tags: ['records'],
        summary:
          'What is late and due, deals that slip, what waits for the caller, what others did meanwhile',
        parameters,
        responses: answers(schemaOf(todaySchema, 'output')),
      },
    },
    [`${base}/search`]: {
      get: {
        operationId: 'search',
        tags: ['records'],
        summary:
          'Records of every kind and own conversations, by their names; typos count where nothing else fits',
        parameters: [...parameters, query('q', text, 'The beginnings of words of a name')],
        responses: answers(schemaOf(foundSchema, 'output')),
      },
    },
    [`${base}/notices/mark`]: {
      post: {
        operationId: 'markNotices',
        tags,
        summary: 'Say of own notices that they were read or are done, or put them off; tells how they were',
        parameters,
        requestBody: { required: true, ...json(schemaOf(markSchema, 'input')) },
        responses: answers({
          type: 'object',
          required: ['notices'],
          properties: {
            notices: { type: 'array', items: object({ id: text, state: text }) },
            until: { type: 'string', format: 'date-time' },
          },
        }),
      },
    },
    [`${base}/notice-settings`]: {
      get: {
        operationId: 'getNoticeSettings',
        tags,
        summary: 'Where and when the caller is told things',
        parameters,
        responses: answers(settings),
      },
      patch: {
        operationId: 'setNotices',
        tags,
        summary: 'Change where and when the caller is told things; what is about security stays',
        parameters,
        requestBody: { required: true, ...json(schemaOf(noticeChangesSchema, 'input')) },
        responses: answers(settings),
      },
    },
    [`${base}/notice-settings/browsers`]: {
      post: {
        operationId: 'addNoticeBrowser',
        tags,
        summary: 'Tell the caller things in this browser with no tab open; a PushSubscription as JSON',
        parameters,
        requestBody: { required: true, ...json(schemaOf(browserSchema, 'input')) },
        responses: answers(object({ id: text }), 'Added', '201'),
      },
      delete: {
        operationId: 'removeNoticeBrowser',
        tags,
        summary: 'Tell the caller nothing in this browser any more',
        parameters,
        requestBody: { required: true, ...json(schemaOf(goneBrowserSchema, 'input')) },
        responses: answers({ type: 'object' }),
      },
    },
  };
}
