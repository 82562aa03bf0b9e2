import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { FLOW_MS } from '@clianta/crm-core/integrations/layer/oauth-flows';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import { SyncLog } from '@clianta/crm-core/integrations/sync/sync-log';
import { type Request, Router } from 'express';
import type { z } from 'zod';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import {
  connectSchema,
  disconnectSchema,
  featureSchema,
  type IntegrationAccount,
  type IntegrationList,
  type IntegrationVendor,
  keySchema,
  pauseSchema,
} from './integration.schema.ts';
import { CALLBACK_PATH, CONNECT_COOKIE, connectCookie } from './integration-callback.routes.ts';
import { integrationPaths } from './openapi/integration-paths.ts';

/** What can be connected and what is, and all that a person does about it. Keys go in and never out. */
export const integrationRoutes = defineRoutes({
  at: 'workspace',
  paths: integrationPaths,
  routes({ crm, limits, isSecure, publicUrl }) {
    const router = Router({ mergeParams: true });
    const own = async (request: Request): Promise<{ scope: Scope; id: string }> => {
      requirePerson(request);
      return { scope: await scopeOfRequest(crm, request), id: String(request.params.id) };
    };
    const redirectOf = (request: Request) =>
      `${(publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')}${CALLBACK_PATH}`;

    router.get('/integrations', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const redirect = redirectOf(request);
      const { team } = await crm.facts(scope.workspaceId);
      const credentials = await crm.integrations.of(scope);
      const accountOf = (one: (typeof credentials)[number]): IntegrationAccount => ({
        id: one.id,
        name: one.name,
        owner: team.find(({ id }) => id === one.ownerId)?.name ?? 'Somebody who has left',
        isMine: one.ownerId === scope.actor.id,
        features: one.features,
        state: one.state,
        ...(one.lastError && { lastError: one.lastError }),
        ...(one.keyHint && { keyHint: one.keyHint }),
        ...(one.lastSyncedAt && { lastSyncedAt: one.lastSyncedAt.toISOString() }),
      });
      const vendors = crm.integrations.vendors.map(
        ({ integration, missing }): IntegrationVendor => ({
          name: integration.name,
          title: integration.title,
          missing: [...missing],
          setUp: hasRole(scope, 'admin') ? [...(integration.setUp?.(redirect) ?? [])] : [],
          ...(integration.auth.kind === 'api_key' && {
            fields: Object.entries(integration.auth.fields.shape).map(([name, type]) => ({
              name,
              label: (type as z.ZodType).meta()?.label?.toString() ?? name,
              isRequired: !(type as z.ZodType).safeParse(undefined).success,
            })),
          }),
          ...(integration.auth.kind === 'oauth2' &&
            integration.auth.grantsUrl && { grantsUrl: integration.auth.grantsUrl }),
          features: Object.entries(integration.features).map(([name, { title, about, of, sync }]) => ({
            name,
            title,
            about,
            of,
            isSynced: sync !== undefined,
          })),
          accounts: credentials.filter(({ vendor }) => vendor === integration.name).map(accountOf),
        }),
      );
      response.json({ redirect, vendors } satisfies IntegrationList);
    });
    router.post('/integrations/:vendor/connect', async (request, response) => {
      const { scope } = await own(request);
      const { features: wanted } = validate(connectSchema, request.body, 'connection');
      const { url, browser } = await crm.integrations.begin(
        scope,
        String(request.params.vendor),
        wanted,
        redirectOf(request),
      );
      response.cookie(CONNECT_COOKIE, browser, { ...connectCookie(isSecure), maxAge: FLOW_MS }).json({ url });
    });
    router.post('/integrations/:vendor/key', async (request, response) => {
      const { scope } = await own(request);
      await limits.take('mailboxCheck', scope.actor.id);
      const { values, features: wanted } = validate(keySchema, request.body, 'connection');
      const { id } = await crm.integrations.connectByKey(
        scope,
        String(request.params.vendor),
        values,
        wanted,
      );
      response.status(201).json({ id });
    });
    router.post('/integrations/accounts/:id/test', async (request, response) => {
      const { scope, id } = await own(request);
      await crm.integrations.test(scope, id);
      response.status(204).end();
    });
    router.post('/integrations/accounts/:id/sync', async (request, response) => {
      const { scope, id } = await own(request);
      const ordered = await orderSyncsOf(crm, await crm.integrations.get(scope, id));
      response.status(202).json({ ordered });
    });
    router.post('/integrations/accounts/:id/pause', async (request, response) => {
      const { scope, id } = await own(request);
      const { isPaused } = validate(pauseSchema, request.body, 'connection');
      await crm.integrations.pause(scope, id, isPaused);
      response.status(204).end();
    });
    router.post('/integrations/accounts/:id/without', async (request, response) => {
      const { scope, id } = await own(request);
      const { feature } = validate(featureSchema, request.body, 'connection');
      await crm.integrations.withoutFeature(scope, id, feature);
      response.status(204).end();
    });
    router.post('/integrations/accounts/:id/disconnect', async (request, response) => {
      const { scope, id } = await own(request);
      const { data } = validate(disconnectSchema, request.body, 'connection');
      response.json(await crm.integrations.disconnect(scope, id, data));
    });
    router.get('/integrations/accounts/:id/log', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { id, workspaceId } = await crm.integrations.get(scope, String(request.params.id));
      response.json({ runs: await new SyncLog(crm).of(workspaceId, id) });
    });
    return router;
  },
});
