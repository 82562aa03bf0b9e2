import { CLOCK_WORK, CLOCK_WORK_NAMES } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { askForRun, scheduleOf } from '@clianta/crm-core/automation/workspace-schedule/own-schedules';
import { NotFoundError } from '@clianta/crm-core/errors';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import type { ShownSchedule } from './schedule.schema.ts';

/** What the clock does in the workspace. Its times are changed as any record is. */
export const scheduleRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    router.get('/schedules', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const schedules = await Promise.all(
        CLOCK_WORK_NAMES.map(async (work): Promise<ShownSchedule> => {
          const { label, says } = CLOCK_WORK[work];
          const { id, isOn, localTime, nextAt, lastRunAt, lastResult } = await scheduleOf(crm, scope, work);
          return {
            id,
            work,
            label,
            says,
            isOn,
            ...(localTime && { localTime }),
            ...(nextAt && { nextAt: nextAt.toISOString() }),
            ...(lastRunAt && { lastRunAt: lastRunAt.toISOString() }),
            ...(lastResult && { lastResult }),
          };
        }),
      );
      response.json({ schedules });
    });
    router.post('/schedules/:work/run', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const work = CLOCK_WORK_NAMES.find((name) => name === request.params.work);
      if (!work) throw new NotFoundError('work of the clock', String(request.params.work));
      await askForRun(crm, scope, work);
      response.status(202).json({ work });
    });
    return router;
  },
});
