import { readAsQuestion } from './as-question.ts';
import type { ConditionReader, ConditionReading, ReadCondition } from './condition-reader.ts';
import { readHasWritten } from './has-written.ts';
import { readNotSpoken } from './not-spoken.ts';
import { readVisits } from './visits.ts';

/** The first that reads a condition is believed: those that know more stand first. */
const readers: readonly ConditionReader[] = [readVisits, readNotSpoken, readHasWritten, readAsQuestion];

export async function readCondition(reading: ConditionReading): Promise<ReadCondition | undefined> {
  for (const read of readers) {
    const found = await read(reading);
    if (found) return found;
  }
  return undefined;
}
