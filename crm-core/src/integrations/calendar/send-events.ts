import { z } from 'zod';
import {
  CalendarEvent,
  type CalendarEventRecord,
} from '../../calendar/calendar-event/calendar-event.schema.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { CliantaError } from '../../errors.ts';
import type { IntegrationCredentialRecord } from '../layer/integration-credential.schema.ts';
import { ReconnectError, ThrottledError } from '../layer/vendor-error.ts';
import { hashOf } from '../sync/sync-links.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import { type CalendarProvider, ChangedThereError } from './calendar-provider.ts';
import { comparedOf, contentOf } from './event-content.ts';
import { OBJECT } from './take-events.ts';

/** A write may be seen later than one that was begun after it. */
const OVERLAP_MS = 10 * 60_000;
const BATCH = 200;

/** Writes what has changed here into the other calendar. @param since - of the last run; absent: what is still to come */
export async function sendEvents(
  run: SyncRun,
  provider: CalendarProvider,
  calendar: string,
  since: Date | undefined,
): Promise<void> {
  const { crm, credential, signal } = run;
  const { workspaceId, ownerId } = credential;
  const model = crm.store.model(CalendarEvent);
  let last = '';
  for (;;) {
    signal.throwIfAborted();
    const found = await model
      .find({
        workspaceId,
        peopleIds: ownerId,
        source: { $in: ['internal', 'booking'] },
        _id: { $gt: last },
        ...(since
          ? { updatedAt: { $gte: new Date(since.getTime() - OVERLAP_MS) } }
          : { lastAt: { $gte: crm.now() }, isDeleted: false, status: { $ne: 'cancelled' } }),
      })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<StoredDocument[]>();
    for (const document of found) {
      const event = exposed(CalendarEvent, document) as unknown as CalendarEventRecord;
      await sendOne(run, provider, calendar, event).catch((error: unknown) => {
        // what goes for all of them ends the run, what is of one is written down
        if (!(error instanceof CliantaError)) throw error;
        if (error instanceof ThrottledError || error instanceof ReconnectError) throw error;
        run.failed(event.title, error);
      });
    }
    if (found.length < BATCH) return;
    last = found.at(-1)?._id ?? '';
  }
}

async function sendOne(
  run: SyncRun,
  provider: CalendarProvider,
  calendar: string,
  event: CalendarEventRecord,
): Promise<void> {
  const { links, credential, counts } = run;
  const { workspaceId } = credential;
  const link = await links.ofRecord({ workspaceId, credentialId: credential.id, object: OBJECT }, event.id);
  if (link?.state === 'paused') return void counts.skipped++;
  const isGone = event.isDeleted || event.status === 'cancelled';
  if (isGone) {
    if (!link || link.state === 'gone') return;
    await provider.remove(run, calendar, link.externalId);
    await links.seen(link, { state: 'gone' });
    return void counts.deleted++;
  }
  const content = contentOf(event);
  const base = comparedOf(content);
  const hash = hashOf(base);
  // it stands there by another id, as an invitation does, or is as it was
  if (link && link.state === 'ok' && hashOf(link.base) === hash) return void counts.skipped++;
  const known =
    link && link.state === 'ok' && link.theirVersion
      ? { id: link.externalId, version: link.theirVersion }
      : undefined;
  try {
    const put = await provider.put(
      run,
      calendar,
      { recordId: event.id, content, details: detailsOf(event) },
      known,
    );
    await links.save(
      { workspaceId, credentialId: credential.id, object: OBJECT, externalId: put.id },
      {
        entity: CalendarEvent.name,
        recordId: event.id,
        base,
        hash,
        theirVersion: put.version,
        origin: 'ours',
        state: 'ok',
      },
    );
    if (known) counts.updated++;
    else counts.created++;
  } catch (error) {
    // the next run reads it first
    if (!(error instanceof ChangedThereError)) throw error;
    counts.conflicts++;
  }
}

/** Who comes and what it is about: guests are invited by Clianta, not by the other calendar. */
export function detailsOf({ attendees, agenda }: CalendarEventRecord): string {
  const guests = attendees.map(({ name, email }) => (email ? `${name} (${email})` : name));
  return [guests.length > 0 && `With ${guests.join(', ')}`, agenda].filter(Boolean).join('\n\n');
}

/** Which calendar of an account is synced; its streams are called so. */
export const calendarOf = ({ settings }: Pick<IntegrationCredentialRecord, 'settings'>): string =>
  z.string().catch('primary').parse(settings.calendar);
