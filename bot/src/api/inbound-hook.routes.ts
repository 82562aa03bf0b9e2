import { requireAccess } from '@clianta/crm-core/entity/access';
import { validate } from '@clianta/crm-core/entity/validate';
import { hookTargetsFor } from '@clianta/crm-core/integrations/inbound-hook/hook-targets';
import { InboundEvent } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import {
  canBeSent,
  canMatchBy,
  InboundHook,
} from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { newAddress, takeAgain } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import { Router } from 'express';
import { z } from 'zod';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';

const newHookSchema = InboundHook.createSchema.pick({
  name: true,
  kind: true,
  mapping: true,
  matchBy: true,
  proof: true,
  idPath: true,
  workflowId: true,
});
const againSchema = z.strictObject({ ids: z.array(z.string()).min(1).max(200) });

/** What of inbound webhooks is more than their records: addresses and secrets, which are shown once, and doing events again. */
export const inboundHookRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm, hookSecrets: secrets }) {
    const router = Router({ mergeParams: true });
    router.get('/inbound-hook-kinds', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(InboundHook, scope, 'read');
      const kinds = await Promise.all(
        [...crm.store.entities.values()].filter(canBeSent).map(async (entity) => ({
          name: entity.name,
          label: entity.label.one,
          fields: (await hookTargetsFor(crm, scope.workspaceId, entity)).map(({ key, label }) => ({
            key,
            label,
            canMatch: canMatchBy(entity, key),
          })),
        })),
      );
      response.json({ kinds });
    });
    router.post('/inbound-hooks/make', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const input = validate(newHookSchema, request.body, 'webhook');
      const { id, proof } = await crm.records(InboundHook).create(scope, input as never);
      const secret = proof === 'signed' ? await secrets.make(scope, id) : undefined;
      const address = await newAddress(crm, scope, id);
      const record = await crm.records(InboundHook).get(scope, id);
      response.status(201).json({ record, address, ...(secret && { secret }) });
    });
    router.post('/inbound-hooks/:id/secret', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      response.status(201).json({ secret: await secrets.make(scope, String(request.params.id)) });
    });
    router.post('/inbound-hooks/:id/address', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      response.status(201).json({ address: await newAddress(crm, scope, String(request.params.id)) });
    });
    router.post('/inbound-events/again', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(InboundHook, scope, 'update');
      const { ids } = validate(againSchema, request.body, 'request');
      const known = await crm.records(InboundEvent).getMany(scope, ids);
      response.status(202).json({ waiting: await takeAgain(crm, scope, [...known.keys()]) });
    });
    return router;
  },
});
