import { capitalize, listed } from '@clianta/agents/tools/format';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { FieldValues } from './field-values.ts';

export interface EventText {
  /** One line for the timeline: "Stage changed from Qualified to Proposal". */
  subject: string;
  body?: string;
}

/** The timeline of a record that it cannot name itself says which one it was: "Task created: Call Jane". */
const NAMED = new Set(Activity.fields.map(({ ref }) => ref));

/** What the event says in a timeline; undefined when it says nothing, or nothing new. */
export async function describeEvent(
  crm: CrmCore,
  event: DomainEvent,
  record: AnyRecord,
): Promise<EventText | undefined> {
  const entity = crm.store.entity(event.entity);
  const what = capitalize(entity.label.one);
  const named = NAMED.has(entity.name) ? '' : `: ${event.recordTitle}`;
  const values = new FieldValues(crm, entity, event, record);
  const derived = entity.derivedEvents?.find(({ type }) => type === event.type);
  if (derived) {
    const isTold =
      derived.isTold?.(event.after as never, event.before as never) ??
      (derived.says || event.recordVersion > 1);
    if (!isTold || !derived.field) return undefined;
    const subject = derived.says?.(event.after as never) ?? (await values.changeOf(derived.field));
    return { subject: `${subject}${named}` };
  }
  switch (event.type) {
    case `${entity.eventName}.created`:
      return { subject: `${what} created${named}` };
    case `${entity.eventName}.deleted`:
      return { subject: `${what} moved to the trash${named}` };
    case `${entity.eventName}.restored`:
      return { subject: `${what} restored${named}` };
    case `${entity.eventName}.updated`:
      return describeUpdate(entity, event, values);
    default:
      return undefined;
  }
}

async function describeUpdate(
  entity: Entity,
  event: DomainEvent,
  values: FieldValues,
): Promise<EventText | undefined> {
  const hidden = new Set(toldElsewhere(entity, event));
  const fields = Object.keys(event.after).filter((name) => !hidden.has(name) && values.isShown(name));
  const [first] = fields;
  if (first === undefined) return undefined;
  const changes = await Promise.all(fields.map((name) => values.changeOf(name)));
  if (fields.length === 1) return { subject: String(changes[0]) };
  const labels = fields.map((name, index) =>
    index === 0 ? values.label(name) : values.label(name).toLowerCase(),
  );
  return { subject: `${listed(labels)} changed`, body: changes.join('\n') };
}

/** Fields that follow from others, or that an event of their own tells about. */
function toldElsewhere(entity: Entity, { after, before }: DomainEvent): Array<string | undefined> {
  const byEvents = (entity.derivedEvents ?? []).filter((event) =>
    event.when(after as never, before as never),
  );
  const derived = entity.fields.filter(
    ({ readOnly, follows, name }) =>
      readOnly || name === entity.talk?.touched?.field || (follows !== undefined && follows in after),
  );
  return [...byEvents.map(({ field }) => field), ...derived.map(({ name }) => name)];
}
