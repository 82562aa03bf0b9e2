import { Report, type ReportRecord } from '@clianta/crm-core/intelligence/report/report.schema';
import { lastSlot } from '@clianta/crm-core/intelligence/report/schedule';
import { SEND_REPORT } from '@clianta/crm-core/intelligence/report/send-report';
import type { ScheduledJob } from '../job.ts';

const BATCH = 200;

/** Finds the reports that are due. Of times that were missed, while nothing ran, only the last one is made up for. */
export const planReports: ScheduledJob = {
  name: 'plan-reports',
  everyMs: 60_000,
  async prepare({ crm }) {
    await crm.store.model(Report).collection.createIndex({ 'schedule.every': 1 }, { sparse: true });
  },
  async run({ crm }) {
    const now = crm.now();
    let last = '';
    for (;;) {
      const reports = await crm.store
        .model(Report)
        .find({
          'schedule.every': { $in: ['day', 'week', 'month'] },
          isPaused: { $ne: true },
          isDeleted: false,
          _id: { $gt: last },
        })
        .sort({ _id: 1 })
        .limit(BATCH)
        .lean<Array<Pick<ReportRecord, 'schedule' | 'lastSlot' | 'workspaceId'> & { _id: string }>>();
      for (const { _id: reportId, workspaceId, schedule, lastSlot: sent } of reports) {
        const slot = schedule && lastSlot(schedule, now);
        if (!slot || (sent && sent >= slot)) continue;
        const key = `${reportId}:${slot.toISOString()}`;
        await crm.enqueue(SEND_REPORT, { reportId, slot: slot.toISOString() }, { workspaceId, key });
      }
      last = reports.at(-1)?._id ?? '';
      if (reports.length < BATCH) return;
    }
  },
};
