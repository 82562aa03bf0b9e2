import { CalendarEvent } from '../../calendar/calendar-event/calendar-event.schema.ts';
import { sweepOf } from '../sync/sweep-rule.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import { type CalendarProvider, CursorExpiredError, type OutsideEvent } from './calendar-provider.ts';
import { sendEvents } from './send-events.ts';
import { OBJECT, TakeEvents } from './take-events.ts';

/** What the feature is called, at every vendor that has one. */
export const CALENDAR = 'calendar';
/** So far back the first run looks, and one that lists everything again. */
const BACK_MS = 30 * 86_400_000;

/** A calendar, both ways: first what is new there, then what is new here. The stream is the calendar's id. */
export async function syncCalendar(run: SyncRun, provider: CalendarProvider): Promise<void> {
  const { crm, cursors, credential, stream } = run;
  const place = { workspaceId: credential.workspaceId, credentialId: credential.id, stream };
  const began = crm.now();
  const own = await cursors.of(credential.id, stream);
  try {
    const cursor = await takeAll(run, provider, own.cursor, own.phase === 'backfill');
    await cursors.save(place, { cursor, phase: 'live' });
  } catch (error) {
    if (!(error instanceof CursorExpiredError)) throw error;
    await cursors.save(place, { phase: 'resync' });
    const cursor = await takeAll(run, provider, undefined, false);
    await cursors.save(place, { cursor, phase: 'live' });
  }
  const out = { ...place, stream: `${stream}:out` };
  const sent = await cursors.of(credential.id, out.stream);
  await sendEvents(run, provider, stream, sent.cursor ? new Date(sent.cursor) : undefined);
  await cursors.save(out, { cursor: began.toISOString(), phase: 'live' });
}

/** Every page of what is new; without a cursor everything, which also tells what is not there any more. */
async function takeAll(
  run: SyncRun,
  provider: CalendarProvider,
  cursor: string | undefined,
  isFirst: boolean,
): Promise<string> {
  const since = new Date(run.crm.now().getTime() - BACK_MS);
  const take = new TakeEvents(run, isFirst);
  const seen = new Set<string>();
  /** Of series, once the series are there. */
  const exceptions: OutsideEvent[] = [];
  let page: string | undefined;
  for (;;) {
    run.signal.throwIfAborted();
    const got = await provider.changes(run, run.stream, {
      since,
      ...(cursor !== undefined && { cursor }),
      ...(page !== undefined && { page }),
    });
    for (const event of got.events) {
      seen.add(event.id);
      if (event.exceptionOf) exceptions.push(event);
      else await take.take(event);
    }
    page = got.nextPage;
    if (page !== undefined) continue;
    for (const event of exceptions) await take.take(event);
    if (cursor === undefined && !isFirst) await sweep(run, take, seen, { since, until: got.until });
    // a list without an end has no cursor: the next run reads it again
    return got.cursor ?? '';
  }
}

async function sweep(
  run: SyncRun,
  take: TakeEvents,
  seen: ReadonlySet<string>,
  { since, until }: { since: Date; until: Date | undefined },
): Promise<void> {
  const { crm, links, credential } = run;
  const { workspaceId, id: credentialId } = credential;
  const all = await links.all({ workspaceId, credentialId, object: OBJECT });
  const still = await crm.store
    .model(CalendarEvent)
    .find({
      workspaceId,
      _id: { $in: all.map(({ recordId }) => recordId) },
      lastAt: { $gte: since },
      ...(until && { startAt: { $lt: until } }),
    })
    .select({ _id: 1 })
    .lean<Array<{ _id: string }>>();
  // what lies further back or ahead was not listed, and so is not missing
  const listed = new Set(still.map(({ _id }) => _id));
  const known = all.filter(({ recordId }) => listed.has(recordId));
  const missing = known.filter(({ externalId }) => !seen.has(externalId));
  const decided = sweepOf({ known: known.length, missing: missing.length, isComplete: true });
  if (decided === 'remove') for (const link of missing) await take.remove(link);
  if (decided === 'ask') {
    const store = crm.integrations.store;
    await store.stop(await store.read(workspaceId, credentialId), {
      what: `${missing.length} of ${known.length} meetings are not in the calendar any more, so nothing was removed here.`,
      whatToDo:
        'Resume it under Settings, Integrations, to keep them. If they are really gone, disconnect it with what came from there, and connect it again.',
    });
  }
}
