import { NOTICE_KINDS } from '@clianta/crm-core/conversations/notice/notice.schema';
import { channelsOf } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { MAIL, PUSH, whenTold } from '@clianta/crm-core/conversations/notice/plan-delivery';
import { subscribe, unsubscribe } from '@clianta/crm-core/conversations/notice/push-subscriptions';
import { preferenceOf, setNotices } from '@clianta/crm-core/conversations/notice/set-notices';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { Router } from 'express';
import { isPushService } from '../notices/push-services.ts';
import { vapidKeys } from '../notices/vapid-keys.ts';
import type { ServerParts } from '../server-parts.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import {
  browserSchema,
  goneBrowserSchema,
  type NoticeSettings,
  noticeChangesSchema,
} from './notice-settings.schema.ts';
import { noticeSettingsPaths } from './openapi/notice-settings-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** Where and when a person is told things, and the browsers that tell them with no tab open. */
export const noticeSettingsRoutes = defineRoutes({
  at: 'workspace',
  paths: noticeSettingsPaths,
  routes(parts) {
    const { crm, config } = parts;
    const router = Router({ mergeParams: true });
    router.get('/notice-settings', async (request, response) => {
      response.json(await settingsOf(parts, await scopeOfRequest(crm, request)));
    });
    router.patch('/notice-settings', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { cells, quietHours, digestAt } = validate(noticeChangesSchema, request.body, 'request');
      await setNotices(crm, scope, {
        ...(cells && { cells }),
        ...(quietHours !== undefined && { quietHours }),
        ...(digestAt && { digestAt }),
      });
      response.json(await settingsOf(parts, scope));
    });
    router.post('/notice-settings/browsers', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { endpoint, keys, browser } = validate(browserSchema, request.body, 'request');
      if (!isPushService(endpoint, config.PUSH_SERVICES))
        throw new InvalidError('This is not the push service of a known browser.');
      const { id } = await subscribe(crm, scope, { endpoint, ...keys, ...(browser && { browser }) });
      response.status(201).json({ id });
    });
    router.delete('/notice-settings/browsers', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      await unsubscribe(crm, scope, validate(goneBrowserSchema, request.body, 'request').endpoint);
      response.json({});
    });
    refuseOtherMethods(router);
    return router;
  },
});

async function settingsOf({ crm, outlets, box }: ServerParts, scope: Scope): Promise<NoticeSettings> {
  const { workspaceId, actor } = scope;
  const [preference, { timeZone: zone }, linked, { publicKey }] = await Promise.all([
    preferenceOf(crm, scope),
    crm.localOf(workspaceId, actor.id),
    channelsOf(crm, workspaceId, actor.id),
    vapidKeys(crm, box),
  ]);
  // a chat that is not linked has nobody to tell; the browser and mail are there for everybody
  const channels = outlets
    .filter(({ name }) => name === PUSH || name === MAIL || linked.includes(name))
    .map(({ name, label }) => ({ name, label }));
  const { quietHours } = preference ?? {};
  return {
    grid: NOTICE_KINDS.map((kind) => ({
      kind,
      isChosen: kind !== 'security',
      cells: channels.map(({ name }) => ({ channel: name, when: whenTold(preference, kind, name) })),
    })),
    channels,
    ...(quietHours && { quietHours }),
    digestAt: preference?.digestAt ?? '08:00',
    zone: quietHours?.zone ?? zone,
    pushKey: publicKey,
  };
}
