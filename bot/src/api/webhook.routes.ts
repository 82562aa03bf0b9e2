import { requireAccess } from '@clianta/crm-core/entity/access';
import { validate } from '@clianta/crm-core/entity/validate';
import { queueTest, sendAgain } from '@clianta/crm-core/integrations/webhook/queue-event';
import { sendableEvents } from '@clianta/crm-core/integrations/webhook/sendable-events';
import { WebhookDelivery } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { Router } from 'express';
import { z } from 'zod';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';

const newWebhookSchema = WebhookSubscription.createSchema.pick({
  name: true,
  url: true,
  events: true,
  where: true,
});
const againSchema = z.strictObject({ ids: z.array(z.string()).min(1).max(200) });

/** What of webhooks is more than their records: secrets, which are shown once, tests, and sending again. */
export const webhookRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm, webhookSecrets: secrets }) {
    const router = Router({ mergeParams: true });
    router.get('/webhook-events', async (request, response) => {
      requireAccess(WebhookSubscription, await scopeOfRequest(crm, request), 'read');
      const events = sendableEvents(crm.store.entities).map(({ entity, type }) => ({
        type,
        of: entity.label.many,
      }));
      response.json({ events });
    });
    router.post('/webhook-subscriptions/make', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const input = validate(newWebhookSchema, request.body, 'webhook');
      const record = await crm.records(WebhookSubscription).create(scope, input as never);
      response.status(201).json({ record, secret: await secrets.make(scope, record.id) });
    });
    router.post('/webhook-subscriptions/:id/secret', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      response.status(201).json({ secret: await secrets.make(scope, String(request.params.id)) });
    });
    router.post('/webhook-subscriptions/:id/test', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(WebhookSubscription, scope, 'update');
      const subscription = await crm.records(WebhookSubscription).get(scope, String(request.params.id));
      response.status(202).json({ deliveryId: await queueTest(crm, subscription) });
    });
    router.post('/webhook-deliveries/again', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(WebhookSubscription, scope, 'update');
      const { ids } = validate(againSchema, request.body, 'request');
      const known = await crm.records(WebhookDelivery).getMany(scope, ids);
      response.status(202).json({ waiting: await sendAgain(crm, scope, [...known.keys()]) });
    });
    return router;
  },
});
