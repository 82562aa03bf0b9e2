import { RUN_CLOCK_WORK } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { scheduleId } from '@clianta/crm-core/automation/workspace-schedule/make-schedules';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { reasonOf } from '@clianta/crm-core/events/dead-letters';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { clockJobs } from '../clock/registry.ts';
import type { JobRunContext } from '../job.ts';

/** Does one tick in a workspace, and keeps what came of it where its schedule is shown. */
export const runClockWork = defineJob({
  ...RUN_CLOCK_WORK,
  limitMs: 10 * 60_000,
  async run(context: JobRunContext, { work, slot }) {
    const { crm, workspaceId } = context;
    const job = clockJobs.find(({ name }) => name === work);
    if (!job) throw new InvalidError(`Nothing here does the work “${work}”.`);
    const { timeZone } = await crm.facts(workspaceId);
    // a derived value: setting it is no write of the record
    const keep = (lastResult: string) =>
      crm.store
        .model(WorkspaceSchedule)
        .collection.updateOne(
          { _id: scheduleId(workspaceId, work) as never },
          { $set: { lastRunAt: crm.now(), lastResult: lastResult.slice(0, 300) } },
        );
    try {
      await keep(await job.run(context, { workspaceId, timeZone, slot }));
    } catch (error) {
      await keep(`failed: ${reasonOf(error)}`);
      throw error;
    }
  },
});
