import { CalendarEvent } from '../../calendar/calendar-event/calendar-event.schema.ts';
import { systemScope } from '../../entity/scope.ts';
import { UpstreamError } from '../../errors.ts';
import type { Connection, ErasedThere, PersonThere } from '../layer/define-integration.ts';
import { hashOf, SyncLinks } from '../sync/sync-links.ts';
import { type CalendarProvider, ChangedThereError } from './calendar-provider.ts';
import { comparedOf, contentOf } from './event-content.ts';
import { calendarOf, detailsOf } from './send-events.ts';
import { OBJECT } from './take-events.ts';

/**
 * Takes a person out of the meetings that were written into a calendar from here: those of their records go, those that
 * named them are written anew, as they are here by now. Meetings that were made there are their owner's.
 */
export async function eraseMeetings(
  title: string,
  provider: CalendarProvider,
  connection: Connection,
  { links, without }: PersonThere,
): Promise<ErasedThere[]> {
  const { crm, credential } = connection;
  const { workspaceId, id: credentialId } = credential;
  const all = new SyncLinks(crm);
  const calendar = calendarOf(credential);
  const there: ErasedThere = { target: title, found: 0, erased: 0 };
  for (const { object, externalId, isTheirs, isOurs } of links) {
    if (object !== OBJECT) continue;
    const link = await all.find({ credentialId, object, externalId });
    if (isOurs && isTheirs) {
      if (!link || link.state === 'gone') continue;
      await provider.remove(connection, calendar, externalId);
      await all.remove([link]);
      there.found++;
      there.erased++;
      continue;
    }
    if (!link || link.state === 'gone') continue;
    if (!isOurs) {
      there.found++;
      there.left = 'Meetings that were made there are changed by their owner.';
      continue;
    }
    const event = (await crm.records(CalendarEvent).getMany(systemScope(workspaceId), [link.recordId])).get(
      link.recordId,
    );
    if (!event || event.isDeleted) continue;
    const content = contentOf(event);
    const known = link.theirVersion ? { id: externalId, version: link.theirVersion } : undefined;
    const put = await provider
      .put(connection, calendar, { recordId: event.id, content, details: without(detailsOf(event)) }, known)
      .catch((error: unknown) => {
        // the sync reads first what was changed there
        if (error instanceof ChangedThereError)
          throw new UpstreamError(
            `A meeting in ${title} was changed there meanwhile: it is looked at again.`,
          );
        throw error;
      });
    const base = comparedOf(content);
    await all.seen(link, { base, hash: hashOf(base), theirVersion: put.version });
    there.found++;
    there.erased++;
  }
  return there.found > 0 ? [there] : [];
}
