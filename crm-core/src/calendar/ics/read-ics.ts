import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { InvalidError } from '../../errors.ts';

export const MOST_ICS_BYTES = 5 * 1024 * 1024;
const MOST_EVENTS = 10_000;
const MOST_MEMORY_MB = 256;
const MOST_MS = 10_000;

const icsTime = z.object({ value: z.string(), zone: z.string().optional(), isDay: z.boolean() });
export type IcsTime = z.output<typeof icsTime>;

const icsEvent = z.object({
  uid: z.string().optional(),
  title: z.string().optional(),
  location: z.string().optional(),
  description: z.string().optional(),
  status: z.string().optional(),
  transparency: z.string().optional(),
  sequence: z.number(),
  start: icsTime.optional(),
  end: icsTime.optional(),
  /** ISO 8601: `PT30M`. */
  duration: z.string().optional(),
  recurrenceId: icsTime.optional(),
  rule: z.string().optional(),
  except: z.array(icsTime),
  attendees: z.array(
    z.object({ address: z.string(), name: z.string().optional(), state: z.string().optional() }),
  ),
});
export type IcsEvent = z.output<typeof icsEvent>;

const answer = z.union([
  z.object({ zone: z.string().optional(), events: z.array(icsEvent) }),
  z.object({ problem: z.enum(['none', 'many', 'damaged']), count: z.number().optional() }),
]);

const PROBLEMS = {
  none: 'This is no calendar file: there is no VCALENDAR in it.',
  many: `A calendar file may have ${MOST_EVENTS.toLocaleString('en-US')} events at most. Export a shorter time.`,
  damaged: 'This calendar file is damaged: it cannot be read to its end.',
};

/** Reads a calendar file in a thread of its own, whose time and memory are limited. @throws InvalidError saying what is wrong */
export async function readIcs(text: string): Promise<{ zone?: string | undefined; events: IcsEvent[] }> {
  if (Buffer.byteLength(text) > MOST_ICS_BYTES)
    throw new InvalidError('A calendar file may have 5 MB at most. Export a shorter time.');
  const worker = new Worker(new URL('./read-ics-worker.mjs', import.meta.url), {
    workerData: { text, mostEvents: MOST_EVENTS },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const timer = setTimeout(() => void worker.terminate(), MOST_MS);
  try {
    const said = await new Promise<unknown>((resolve, reject) => {
      const tooBig = () =>
        reject(new InvalidError('This calendar file takes too long to read. Export a shorter time.'));
      worker.once('message', resolve);
      worker.once('error', tooBig);
      worker.once('exit', tooBig);
    });
    const read = answer.parse(said);
    if ('problem' in read) throw new InvalidError(PROBLEMS[read.problem]);
    return read;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
