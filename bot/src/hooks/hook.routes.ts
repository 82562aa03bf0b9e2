import { newId } from '@clianta/crm-core/entity/ids';
import { CliantaError, InvalidError, NotFoundError } from '@clianta/crm-core/errors';
import { MOST_EVENT_BYTES } from '@clianta/crm-core/integrations/inbound-hook/inbound-event.schema';
import type { InboundHookRecord } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { valueAt } from '@clianta/crm-core/integrations/inbound-hook/read-payload';
import { HOOK_PATH, hookAt, receiveEvent } from '@clianta/crm-core/integrations/inbound-hook/receive-event';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import { verifyEvent } from './verify-event.ts';

/** A hook that is paused may be on again by then: other systems try again. */
const PAUSED_SECONDS = 3_600;
const MOST_ID = 200;
const NO_HOOK = 'This address takes no events. Ask for the present one.';

/** Where other systems send events to. Whoever is not let in is told so before a body is read, as far as that is possible. */
export const hookRoutes = defineRoutes({
  at: 'raw',
  routes({ crm, hookSecrets: secrets, limits }) {
    const router = Router();
    // compressed, a small body could be a large one
    const raw = express.raw({ type: () => true, limit: MOST_EVENT_BYTES, inflate: false });

    const refused = async (request: Request, error: CliantaError): Promise<never> => {
      await limits.take('hookRefusal', addressKey(request.ip));
      throw error;
    };
    const knownHook: RequestHandler = async (request, response, next) => {
      const hook = await hookAt(crm, String(request.params.token));
      if (!hook) return refused(request, new NoHookError());
      if (hook.status === 'paused') {
        response.set('Retry-After', String(PAUSED_SECONDS));
        const message = 'This webhook is paused. Please send the event again later.';
        response.status(503).json({ error: { code: 'upstream', message } });
        return;
      }
      response.locals.hook = hook;
      next();
    };
    router.post(`${HOOK_PATH}/:token`, knownHook, raw, async (request, response) => {
      const hook = response.locals.hook as InboundHookRecord;
      const body = textOf(request.body);
      const signed =
        hook.proof === 'signed'
          ? await idOfSigned(request, hook, body).catch((error) =>
              error instanceof CliantaError ? refused(request, error) : Promise.reject(error),
            )
          : undefined;
      // what others send to its address uses up nothing of it
      await limits.take('hookEvent', hook.id);
      const payload = jsonOf(body);
      const eventId = signed ?? idOf(request, hook, payload);
      const isNew = await receiveEvent(crm, hook, { eventId, body });
      response.status(202).json({ id: eventId, isNew });
    });
    router.use(HOOK_PATH, noHook, sendTooLarge, sendError);

    const idOfSigned = async (request: Request, hook: InboundHookRecord, body: string): Promise<string> =>
      verifyEvent(
        {
          id: request.get('webhook-id'),
          timestamp: request.get('webhook-timestamp'),
          signature: request.get('webhook-signature'),
          body,
        },
        await secrets.of(hook.workspaceId, hook.id),
        crm.now(),
      );
    return router;
  },
});

class NoHookError extends NotFoundError {
  constructor() {
    super('webhook', '');
    this.message = NO_HOOK;
  }
}

const noHook: RequestHandler = () => {
  throw new NoHookError();
};

/** Bytes that are no text could be signed as something else than they are. */
function textOf(body: unknown): string {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidError('The body is not UTF-8.');
  }
}

function jsonOf(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new InvalidError('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null)
    throw new InvalidError('The body has to be a JSON object such as {"name": "Ada"}.');
  return value as Record<string, unknown>;
}

/** Of an event that nobody signed: what it calls itself. One without an id is never a repeated one. */
function idOf(request: Request, { idPath }: InboundHookRecord, payload: unknown): string {
  const said = request.get('webhook-id') ?? (idPath && valueAt(payload, idPath));
  const id = typeof said === 'number' ? String(said) : said;
  return typeof id === 'string' && id !== '' ? id.slice(0, MOST_ID) : newId();
}

const sendTooLarge = (
  error: unknown,
  _request: Request,
  response: Response,
  next: (error: unknown) => void,
) => {
  if (!(error instanceof Error && 'type' in error && error.type === 'entity.too.large')) return next(error);
  const message = `An event is ${MOST_EVENT_BYTES / 1_024} KB at most. Send less, or where the rest can be found.`;
  response.status(413).json({ error: { code: 'invalid', message } });
};
