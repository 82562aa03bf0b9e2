import { MongoError } from '../mongo-error.ts';
import { TimeSlice } from '../time-slice.ts';
import { type ResultStream, WAIT } from './find.ts';

/** @throws MongoError 50 after the deadline (milliseconds since 1970) */
export function checkDeadline(deadline: number | undefined): void {
  if (deadline !== undefined && Date.now() > deadline) {
    throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
  }
}

/**
 * Hands every result of a stream to `visit`, letting other work in from time to time.
 *
 * @throws MongoError 50 after the deadline (milliseconds since 1970)
 */
export async function visitAll(
  stream: ResultStream,
  visit: (bytes: Buffer) => void,
  deadline: number | undefined,
): Promise<void> {
  const slice = new TimeSlice();
  for (;;) {
    const next = stream.next();
    if (next === undefined) return;
    if (next !== WAIT) visit(next);
    if (!slice.isOver) continue;
    checkDeadline(deadline);
    stream.rest();
    await slice.letOthersRun();
  }
}
