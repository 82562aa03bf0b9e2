import type { Connection } from 'mongoose';

/** When work with a time of day was last run, so that a run missed while nothing was running is made up for. */
export interface LastRuns {
  get(name: string): Promise<Date | undefined>;
  set(name: string, at: Date): Promise<void>;
}

/** Last runs in the collection `schedules`; with BullMQ they are in Redis. */
export function mongoLastRuns(connection: Connection): LastRuns {
  const schedules = connection.collection<{ _id: string; lastRunAt: Date }>('schedules');
  return {
    get: async (name) => (await schedules.findOne({ _id: name }))?.lastRunAt,
    async set(name, at) {
      await schedules.updateOne({ _id: name }, { $set: { lastRunAt: at } }, { upsert: true });
    },
  };
}

export function lastRunsInMemory(): LastRuns {
  const runs = new Map<string, Date>();
  return { get: async (name) => runs.get(name), set: async (name, at) => void runs.set(name, at) };
}
