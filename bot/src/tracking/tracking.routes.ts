import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError, RateLimitedError } from '@clianta/crm-core/errors';
import { prepareEvents } from '@clianta/crm-core/tracking/visit/store-events';
import { identifyVisitor, visitorRowId } from '@clianta/crm-core/tracking/visitor/identify-visitor';
import { prepareVisitTokens, spendVisitToken } from '@clianta/crm-core/tracking/visitor/visit-token';
import { Visitor } from '@clianta/crm-core/tracking/visitor/visitor.schema';
import express, { type Request, type RequestHandler, Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import { DayKeys, prepareSalts } from './day-key.ts';
import { eventsOf, machineVisit, type SentVisit, sentVisitSchema } from './sent-visit.ts';
import { type Site, Sites } from './sites.ts';
import type { VisitIntake } from './visit-intake.ts';

/** Where the scripts of websites send what happens there. */
const TRACK_PATH = '/api/public/track';

const MOST_BYTES = 32 * 1_024;
/** What one address may send in a minute: many people share one, none reads ten pages a second. */
const MOST_A_MINUTE = 600;
const MINUTE_MS = 60_000;

/** Takes what websites of the workspaces send. What is sent is acknowledged at once and stored together with others. */
export const trackingRoutes = defineRoutes({
  at: 'raw',
  async prepare({ crm }) {
    await prepareVisitTokens(crm);
    await prepareEvents(crm);
    await prepareSalts(crm);
  },
  routes({ crm, intake }) {
    const router = Router();
    const sites = new Sites(crm);
    const dayKeys = new DayKeys(crm);
    const requireFew = perAddress();
    const open: RequestHandler = (request, response, next) => {
      const origin = request.get('origin');
      if (origin) response.set('Access-Control-Allow-Origin', origin).vary('Origin');
      response.set('Cache-Control', 'no-store');
      requireFew(request);
      next();
    };
    router.post(
      TRACK_PATH,
      open,
      express.text({ limit: MOST_BYTES, type: () => true }),
      async (request, response) => {
        const sent = validate(sentVisitSchema, jsonOf(request.body), 'visit');
        const site = await sites.of(sent.s, request.get('origin'));
        const why = machineVisit(request, sent);
        // who asks not to be followed is not, whatever a page sends
        const isPrivate = request.get('sec-gpc') === '1';
        const visitorId = isPrivate ? undefined : sent.v;
        if (visitorId && sent.x) await withdraw(crm, site, visitorId);
        const goesOnAs = visitorId && !why && (await identified(crm, intake, site, visitorId, sent));
        if (sent.e.length > 0) {
          const whose = visitorId
            ? { visitorId: goesOnAs || visitorId }
            : isPrivate || why
              ? {}
              : { dayKey: await dayKeys.of(site.id, request.ip, request.get('user-agent') ?? '') };
          if (!intake.take(eventsOf(sent, site, { at: crm.now(), why, ...whose }))) {
            response.set('Retry-After', '1').status(503).end();
            return;
          }
        }
        if (goesOnAs) response.json({ v: goesOnAs });
        else response.status(202).end();
      },
    );
    router.use(TRACK_PATH, sendError);
    return router;
  },
});

/** @returns the id that the browser goes on under; undefined where nobody was named */
async function identified(
  crm: CrmCore,
  intake: VisitIntake,
  { workspaceId }: Site,
  visitorId: string,
  { k }: SentVisit,
): Promise<string | undefined> {
  const contactId = k && (await spendVisitToken(crm, workspaceId, k));
  if (!contactId) return undefined;
  // what was sent before becomes theirs, too
  await intake.flush();
  return identifyVisitor(crm, workspaceId, visitorId, contactId);
}

const withdraw = (crm: CrmCore, { workspaceId }: Site, visitorId: string) =>
  crm.store
    .model(Visitor)
    .collection.updateOne(
      { _id: visitorRowId(workspaceId, visitorId) as never },
      { $set: { consent: 'withdrawn' } },
    );

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    throw new InvalidError('Send what happened as JSON.');
  }
}

/** Counted by this process alone: a write for each visit would cost more than what it keeps off. */
function perAddress(): (request: Request) => void {
  let counts = new Map<string, number>();
  let until = 0;
  return ({ ip }) => {
    const now = Date.now();
    if (now >= until) {
      counts = new Map();
      until = now + MINUTE_MS;
    }
    const key = addressKey(ip);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > MOST_A_MINUTE)
      throw new RateLimitedError(
        `More than ${MOST_A_MINUTE} events came from one address in a minute.`,
        until - now,
      );
  };
}
