import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { AnyRecord } from '@clianta/crm-core/entity/define-entity';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { operation, systemScope } from '@clianta/crm-core/entity/scope';
import { NotFoundError } from '@clianta/crm-core/errors';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { isTeammate, User } from '@clianta/crm-core/workspace/user/user.schema';
import { describeEvent } from '../describe/describe-event.ts';
import type { JobContext } from '../job.ts';

type Values = Record<string, unknown>;

/** The timeline's fields that name what an entry is about; who wrote it is a teammate. */
const LINKS = Activity.fields.flatMap((field) =>
  field.ref && !isTeammate(field) ? [{ field: field.name, entity: field.ref }] : [],
);

/**
 * Writes the event into the timeline of the records it is about. The entry's id follows from the event's: a repeated
 * event writes nothing more. An event that says nothing to people, or whose records are all gone, writes nothing.
 */
export async function writeActivity({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const entity = crm.store.entity(event.entity);
  const scope = { ...systemScope(event.workspaceId), operation: operation(`timeline.${event.id}`) };
  const records = await crm.records(entity).getMany(scope, [event.recordId]);
  const record = records.get(event.recordId);
  if (!record) return;
  const text = await describeEvent(crm, event, record);
  if (!text) return;
  const links = await liveLinks(crm, event, record);
  if (Object.keys(links).length === 0) return;
  const isUser = event.actor.type === 'user' && (await isKnownUser(crm, event));
  try {
    await crm.records(Activity).create(
      scope,
      {
        type: 'change',
        subject: text.subject.slice(0, 300),
        ...(text.body && { body: text.body.slice(0, 20_000) }),
        at: event.at,
        ...links,
        ...(isUser && { userId: event.actor.id }),
        eventId: event.id,
      },
      { id: idFrom(`activity:${event.id}`), ...(record.isDemo && { isDemo: true }) },
    );
  } catch (error) {
    // it has been written before and somebody has deleted it since
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/** Which live records the entry belongs to: the record itself and those it names. */
async function liveLinks(crm: JobContext['crm'], event: DomainEvent, record: AnyRecord): Promise<Values> {
  const values: Values = { ...record };
  const links: Values = {};
  for (const { field, entity } of LINKS) {
    const id = entity === event.entity ? event.recordId : values[field];
    if (typeof id !== 'string') continue;
    if (entity === event.entity) {
      if (!record.isDeleted) links[field] = id;
      continue;
    }
    const records = crm.records(crm.store.entity(entity));
    const found = await records.getMany(systemScope(event.workspaceId), [id]);
    if (found.get(id)?.isDeleted === false) links[field] = id;
  }
  return links;
}

async function isKnownUser(crm: JobContext['crm'], event: DomainEvent): Promise<boolean> {
  const found = await crm.records(User).getMany(systemScope(event.workspaceId), [event.actor.id]);
  return found.get(event.actor.id)?.isDeleted === false;
}
