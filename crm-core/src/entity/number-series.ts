import type { Connection } from 'mongoose';

/** What was given last; one document for each series of a workspace. */
interface Series {
  /** `<workspace>:<series>` */
  _id: string;
  value: number;
}

const seriesIn = (connection: Connection) => connection.collection<Series>('numberSeries');

/** The next number of a series, from 1. Each is given once, over all processes; one may be left out. */
export async function nextNumber(
  connection: Connection,
  workspaceId: string,
  series: string,
): Promise<number> {
  const counter = await seriesIn(connection).findOneAndUpdate(
    { _id: `${workspaceId}:${series}` },
    { $inc: { value: 1 } },
    { upsert: true, returnDocument: 'after' },
  );
  if (!counter) throw new Error(`The series ${series} gave no number.`);
  return counter.value;
}

/** Has a series go on after a number that was given past it. */
export async function startSeries(
  { store }: { store: { connection: Connection } },
  workspaceId: string,
  series: string,
  last: number,
): Promise<void> {
  await seriesIn(store.connection).updateOne(
    { _id: `${workspaceId}:${series}` },
    { $max: { value: last } },
    { upsert: true },
  );
}
