import {
  browserSchema,
  goneBrowserSchema,
  noticeChangesSchema,
  noticeSettingsSchema,
} from '../notice-settings.schema.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, object, path, text } from './parts.ts';

const tags = ['conversations'];
const parameters = [path('workspaceId')];
const settings = schemaOf(noticeSettingsSchema, 'output');

/** Where and when people are told things. */
export function noticeSettingsPaths(): Json {
  return {
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
