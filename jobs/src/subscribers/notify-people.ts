import { formatDate, formatMoney } from '@clianta/agents/tools/format';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { collectNotice } from '../bulk-notices.ts';
import type { JobContext } from '../job.ts';
import { tellBulkChange } from '../jobs/tell-bulk-change.job.ts';
import { type Note, tell } from '../tell.ts';
import { callNote } from './call-note.ts';
import { importNote } from './import-note.ts';
import { integrationNote } from './integration-note.ts';
import { optOutNote } from './opt-out-note.ts';
import { proposalNote } from './proposal-note.ts';
import { securityNote } from './security-note.ts';
import { textNote } from './text-note.ts';

/** A change is over when this long nothing more has come of it. */
const QUIET_MS = 3_000;

type EventNote = Pick<Note, 'userId' | 'kind' | 'title' | 'body' | 'because'>;

/**
 * Tells the person whom an event concerns, once, and about what they did themselves only where it is their account. Of a change of many records
 * they are told when it is over, once for all of them.
 */
export async function notifyPeople(context: JobContext, event: DomainEvent): Promise<void> {
  const note = (await noteOf(context, event)) ?? (await securityNote(context, event));
  const isOwnDoing = note?.userId === event.actor.id && note.kind !== 'security';
  if (!note || isOwnDoing) return;
  const { workspaceId, recordId, entity, at } = event;
  if (event.isBulk && note.kind !== 'security') {
    const group = await collectNotice(context.crm, event, note.userId);
    // each record puts it off, so that it comes when the change is over
    const quietAt = new Date(context.crm.now().getTime() + QUIET_MS);
    if (group) await context.crm.enqueue(tellBulkChange, { group }, { workspaceId, key: group, at: quietAt });
    return;
  }
  const key = `event:${event.id}`;
  await tell(context, { ...note, key, workspaceId, entity, recordId, at });
}

async function noteOf(context: JobContext, event: DomainEvent): Promise<EventNote | undefined> {
  const who = event.actor.name;
  switch (event.type) {
    case 'task.assigned': {
      const userId = textOf(event.after.assigneeId);
      const dueAt = textOf(event.after.dueAt);
      const due = dueAt && userId && (await whenText(context, event, userId, dueAt));
      return userId
        ? {
            userId,
            kind: 'assigned',
            title: `${who} assigned you a task: ${event.recordTitle}`,
            ...(due && { body: `Due ${due}` }),
            because: 'The task is assigned to you.',
          }
        : undefined;
    }
    case 'ticket.assigned': {
      const userId = textOf(event.after.assigneeId);
      return userId
        ? {
            userId,
            kind: 'assigned',
            title: `${who} gave you a ticket: ${event.recordTitle}`,
            because: 'The ticket is assigned to you.',
          }
        : undefined;
    }
    case 'deal.owner_changed':
    case 'contact.owner_changed':
    case 'company.updated': {
      const userId = textOf(event.after.ownerId);
      const { label } = context.crm.store.entity(event.entity);
      return userId
        ? {
            userId,
            kind: 'assigned',
            title: `${who} made you the owner of the ${label.one} ${event.recordTitle}`,
            because: `The ${label.one} is yours to look after now.`,
          }
        : undefined;
    }
    case 'deal.won':
    case 'deal.lost':
      return outcomeNote(context, event);
    case 'call.ready':
    case 'call.failed':
      return callNote(context, event);
    case 'proposal.viewed':
    case 'proposal.accepted':
    case 'proposal.declined':
      return proposalNote(context, event);
    case 'integration.failing':
      return integrationNote(context, event);
    case 'text.received':
    case 'text.failed':
      return textNote(context, event);
    case 'email.replied':
      return optOutNote(context, event);
    case 'import.finished':
    case 'import.taken_back':
      return importNote(context, event);
    default:
      return undefined;
  }
}

async function outcomeNote({ crm }: JobContext, event: DomainEvent): Promise<EventNote | undefined> {
  const found = await crm
    .records(crm.store.entity(event.entity))
    .getMany(systemScope(event.workspaceId), [event.recordId]);
  const deal: Record<string, unknown> = { ...found.get(event.recordId) };
  const userId = textOf(deal.ownerId);
  if (!userId) return undefined;
  const local = await crm.localOf(event.workspaceId, userId);
  const amount =
    typeof deal.amountMinor === 'number' &&
    formatMoney(deal.amountMinor, textOf(deal.currency) ?? local.currency, local);
  return {
    userId,
    kind: 'outcome',
    title: `${event.actor.name} marked ${event.recordTitle} as ${event.type === 'deal.won' ? 'won' : 'lost'}`,
    ...(amount && { body: amount }),
    because: 'You are the owner of the deal.',
  };
}

async function whenText(
  { crm }: JobContext,
  { workspaceId }: DomainEvent,
  userId: string,
  at: string,
): Promise<string> {
  return formatDate(at, await crm.localOf(workspaceId, userId));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
