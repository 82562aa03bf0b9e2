import { rulesInWords } from '@clianta/agents/agents/scheduling/link-words';
import { capitalize } from '@clianta/agents/tools/format';
import { freeSlug, linkAddress } from '@clianta/crm-core/calendar/booking-link/link-address';
import {
  MeetingScheduler,
  type MeetingSchedulerRecord,
} from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import type { ShownLink } from './booking-link.schema.ts';
import { newLinkSchema } from './booking-link.schema.ts';
import { defineRoutes } from './define-routes.ts';
import { bookingLinkPaths } from './openapi/booking-link-paths.ts';

/** More the page has no room for. */
const MOST = 200;

/** Booking links with what follows from them, and new ones at an address that is free; else they are as every record is. */
export const bookingLinkRoutes = defineRoutes({
  at: 'workspace',
  paths: bookingLinkPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/booking-links', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { records } = await crm.records(MeetingScheduler).find(scope, { sort: 'name', limit: MOST });
      const { team } = await crm.facts(scope.workspaceId);
      response.json({ links: records.map((link) => shown(crm, scope, team, link)) });
    });
    router.post('/booking-links', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { name, minutes } = validate(newLinkSchema, request.body, 'booking link');
      const link = await crm.records(MeetingScheduler).create(scope, {
        name,
        minutes,
        slug: await freeSlug(crm, `${scope.actor.name} ${name}`),
        hostIds: [scope.actor.id],
      });
      const { team } = await crm.facts(scope.workspaceId);
      response.status(201).json(shown(crm, scope, team, link));
    });
    return router;
  },
});

function shown(
  crm: CrmCore,
  { role, actor }: Scope,
  team: ReadonlyArray<{ id: string; name: string }>,
  link: MeetingSchedulerRecord,
): ShownLink {
  const hosts = link.hostIds.map((id) => team.find((one) => one.id === id)?.name ?? 'somebody who left');
  return {
    id: link.id,
    name: link.name,
    isOn: link.isOn,
    address: linkAddress(crm, link.slug),
    hosts,
    rules: rulesInWords({ ...link, isOn: true }, hosts).map(capitalize),
    // as its guard has it
    canChange: role === 'admin' || role === 'owner' || link.hostIds.every((id) => id === actor.id),
  };
}
