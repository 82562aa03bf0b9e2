import { CLOCK_MS } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { planClockWork } from '@clianta/crm-core/automation/workspace-schedule/plan-clock-work';
import { WorkspaceSchedule } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import type { ScheduledJob } from '../job.ts';

/** Has done what is due by the clocks of the workspaces: the one way in which anything is repeated in each of them. */
export const planClockWorkJob: ScheduledJob = {
  name: 'plan-clock-work',
  everyMs: CLOCK_MS,
  async prepare({ crm }) {
    await crm.store.model(WorkspaceSchedule).collection.createIndex({ isOn: 1, nextAt: 1 });
  },
  async run({ crm }) {
    await planClockWork(crm);
  },
};
