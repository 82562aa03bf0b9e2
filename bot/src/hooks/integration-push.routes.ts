import { CliantaError, NotFoundError } from '@clianta/crm-core/errors';
import { wake } from '@clianta/crm-core/integrations/watch/wake';
import express, { Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';

const PUSH_PATH = '/integrations/push';
const MOST_BYTES = 1_000_000;

/** Where vendors tell that something is new. That only wakes the sync, which reads by itself what it is. */
export const integrationPushRoutes = defineRoutes({
  at: 'raw',
  routes({ crm, limits }) {
    const router = Router();
    const raw = express.raw({ type: () => true, limit: MOST_BYTES, inflate: false });
    router.all([`${PUSH_PATH}/:vendor`, `${PUSH_PATH}/:vendor/*rest`], raw, async (request, response) => {
      try {
        const { integration, env } = crm.integrations.vendor(String(request.params.vendor));
        if (!integration.webhook) throw new NotFoundError('address', request.path);
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const query = Object.fromEntries(new URL(request.originalUrl, 'http://localhost').searchParams);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const answer = await integration.webhook({ path: request.path, headers, query, body }, { crm, env });
        for (const one of answer.wakes ?? []) await wake(crm, one);
        response
          .status(answer.status)
          .type(answer.type ?? 'text/plain')
          .send(answer.body ?? '');
      } catch (error) {
        // whoever is not known there asks no more often than others that are refused
        if (error instanceof CliantaError) await limits.take('hookRefusal', addressKey(request.ip));
        throw error;
      }
    });
    router.use(PUSH_PATH, sendError);
    return router;
  },
});
