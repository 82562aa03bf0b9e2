import { capitalize, listed } from '@clianta/agents/tools/format';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { AnyRecord } from '@clianta/crm-core/entity/define-entity';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { FieldValues } from './field-values.ts';

export interface EventText {
  /** One line for the timeline: "Stage changed from Qualified to Proposal". */
  subject: string;
  body?: string;
}

/** Fields that follow from others, or that an event of their own tells about. */
const TOLD_ELSEWHERE: Record<string, string[]> = {
  contact: ['ownerId', 'status', 'lastContactedAt'],
  company: ['lastContactedAt'],
  opportunity: ['ownerId', 'stageId', 'status', 'stageChangedAt', 'closedAt', 'lastActivityAt'],
  task: ['assigneeId', 'completedAt', 'remindedAt'],
};
/** Where the field that moved is told by an event other than `<entity>.updated`. */
const MOVED_FIELD: Record<string, string> = {
  'contact.owner_changed': 'ownerId',
  'contact.status_changed': 'status',
  'deal.owner_changed': 'ownerId',
  'deal.stage_changed': 'stageId',
};

/** What the event says in a timeline; undefined when it says nothing, or nothing new. */
export async function describeEvent(
  crm: CrmCore,
  event: DomainEvent,
  record: AnyRecord,
): Promise<EventText | undefined> {
  const entity = crm.store.entity(event.entity);
  const what = capitalize(entity.label.one);
  const named = event.entity === 'task' ? `: ${event.recordTitle}` : '';
  const values = new FieldValues(crm, entity, event, record);
  const moved = MOVED_FIELD[event.type];
  // a deal that is won or lost says so itself
  if (event.type === 'deal.stage_changed' && (event.after.status === 'won' || event.after.status === 'lost'))
    return;
  if (moved) return { subject: await values.changeOf(moved) };
  switch (event.type) {
    case `${entity.eventName}.created`:
      return { subject: `${what} created${named}` };
    case `${entity.eventName}.deleted`:
      return { subject: `${what} moved to the trash${named}` };
    case `${entity.eventName}.restored`:
      return { subject: `${what} restored${named}` };
    case `${entity.eventName}.updated`:
      return describeUpdate(event, values);
    case 'deal.won':
      return { subject: 'Deal won' };
    case 'deal.lost':
      return {
        subject: event.after.lossReason ? `Deal lost: ${String(event.after.lossReason)}` : 'Deal lost',
      };
    case 'task.completed':
      return { subject: `Task completed${named}` };
    case 'task.assigned':
      if (event.recordVersion === 1) return undefined;
      return { subject: `Task assigned to ${await values.show('assigneeId', 'after')}${named}` };
    default:
      return undefined;
  }
}

async function describeUpdate(event: DomainEvent, values: FieldValues): Promise<EventText | undefined> {
  const hidden = new Set(TOLD_ELSEWHERE[event.entity]);
  if (event.entity === 'task' && event.after.status === 'completed') hidden.add('status');
  // the stage brings its probability along
  if ('stageId' in event.after) hidden.add('probability');
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
