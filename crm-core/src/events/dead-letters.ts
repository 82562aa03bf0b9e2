import type { Connection } from 'mongoose';
import { z } from 'zod';
import { QUEUES } from './catalogue.ts';
import type { PayloadChange } from './event-transport.ts';

/** An event that no attempt could handle, with the reason, for a person to look at and to deliver again. */
export const deadLetterSchema = z.object({
  /** `<queue>.<event id>` */
  id: z.string(),
  queue: z.enum(QUEUES).exclude(['crm-events-dlq']),
  /** As it was in the queue; it may be what made it fail. */
  event: z.record(z.string(), z.unknown()),
  error: z.string(),
  attempts: z.number().int(),
  failedAt: z.coerce.date(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Where the in-process transport keeps its dead letters; with BullMQ they are a queue. */
export interface DeadLetterStore {
  add(letter: DeadLetter): Promise<void>;
  list(limit: number): Promise<DeadLetter[]>;
  find(id: string): Promise<DeadLetter | undefined>;
  remove(id: string): Promise<void>;
  /** As `EventTransport.rewrite`, of the letters. */
  rewrite(change: PayloadChange): Promise<void>;
}

/** Dead letters in the collection `deadLetters`. */
export function mongoDeadLetters(connection: Connection): DeadLetterStore {
  const letters = connection.collection<Omit<DeadLetter, 'id'> & { _id: string }>('deadLetters');
  const parse = ({ _id, ...letter }: Record<string, unknown>) =>
    deadLetterSchema.parse({ ...letter, id: _id });
  return {
    async add({ id, ...letter }) {
      await letters.updateOne({ _id: id }, { $set: letter }, { upsert: true });
    },
    async list(limit) {
      return (await letters.find({}).sort({ failedAt: -1 }).limit(limit).toArray()).map(parse);
    },
    async find(id) {
      const found = await letters.findOne({ _id: id });
      return found ? parse(found) : undefined;
    },
    async remove(id) {
      await letters.deleteOne({ _id: id });
    },
    async rewrite(change) {
      for await (const { _id, ...letter } of letters.find({})) {
        const next = change(letter);
        if (next === undefined) await letters.deleteOne({ _id });
        else if (next !== letter) await letters.replaceOne({ _id }, next as typeof letter);
      }
    },
  };
}

/** The reason as text for the dead letter. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 2_000);
}
