import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { policyFor } from '../sla-policy/policy-for.ts';
import { DEFAULT_SLA, PRIORITIES } from '../sla-policy/sla-policy.schema.ts';
import { dueOf, isOver, pausesAfter } from './ticket-clock.ts';

const TICKET_STATUSES = ['new', 'open', 'waiting_customer', 'on_hold', 'resolved', 'closed'] as const;

/** A customer's problem, from the day it is told until it is solved, with the times that were promised. */
export const Ticket = defineEntity({
  name: 'ticket',
  plural: 'tickets',
  domain: 'crm',
  label: { one: 'ticket', many: 'tickets' },
  aliases: ['support ticket', 'support case', 'case', 'support request', 'incident', 'complaint'],
  talk: {
    title: 'subject',
    numbered: 'T',
    owner: 'assigneeId',
    knownBy: 'companyId',
    prefers: { field: 'status', value: 'open' },
    columns: ['reference', 'subject', 'companyId', 'status', 'priority', 'assigneeId', 'resolveDueAt'],
    tellsApart: ['reference', 'companyId', 'contactId', 'status'],
    subtitle: ['reference', 'companyId'],
    sort: 'resolveDueAt',
    inTimeline: true,
  },
  schema: z.object({
    subject: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .meta({ label: 'Subject', aliases: ['title', 'problem', 'issue'] }),
    /** `T12`; given once in a workspace. */
    reference: z
      .string()
      .max(20)
      .default('')
      .meta({ label: 'Number', readOnly: true, aliases: ['number', 'ticket number', 'reference'] }),
    status: z
      .enum(TICKET_STATUSES)
      .default('new')
      .meta({ label: 'Status', aliases: ['state'] }),
    priority: z
      .enum(PRIORITIES)
      .default('normal')
      .meta({ label: 'Priority', aliases: ['urgency'] }),
    assigneeId: z
      .string()
      .optional()
      .meta({
        label: 'Assignee',
        ref: 'user',
        onDelete: 'keep',
        aliases: ['assignee', 'owner', 'assigned to', 'agent'],
      }),
    /** Whose it is besides one person, by the name that teammates have as theirs. Left out: the team of the assignee. */
    team: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .optional()
      .meta({ label: 'Team', aliases: ['team'], isAside: true }),
    contactId: z
      .string()
      .optional()
      .meta({
        label: 'Contact',
        ref: 'contact',
        onDelete: 'clear',
        aliases: ['contact', 'person', 'customer'],
      }),
    companyId: z
      .string()
      .optional()
      .meta({ label: 'Company', ref: 'company', onDelete: 'clear', aliases: ['company'] }),
    body: z
      .string()
      .max(20_000)
      .optional()
      .meta({ label: 'Description', format: 'longtext', aliases: ['details'] }),
    firstDueAt: z
      .date()
      .optional()
      .meta({ label: 'First answer due', readOnly: true, hasTime: true, aliases: ['first answer due'] }),
    resolveDueAt: z
      .date()
      .optional()
      .meta({ label: 'Due', readOnly: true, hasTime: true, aliases: ['due', 'solution due', 'breach'] }),
    firstAnsweredAt: z.date().optional().meta({ label: 'First answer', readOnly: true, hasTime: true }),
    resolvedAt: z
      .date()
      .optional()
      .meta({
        label: 'Solved',
        readOnly: true,
        hasTime: true,
        belongsTo: { field: 'status', values: ['resolved', 'closed'] },
      }),
    resolution: z
      .string()
      .max(5_000)
      .optional()
      .meta({
        label: 'Solution',
        format: 'longtext',
        belongsTo: { field: 'status', values: ['resolved', 'closed'] },
      }),
    /** The first answer came, or was due, too late. It stays so. */
    isFirstLate: z.boolean().default(false).meta({ label: 'Answered late', readOnly: true }),
    isResolveLate: z.boolean().default(false).meta({ label: 'Solved late', readOnly: true }),
    isEscalated: z.boolean().default(false).meta({ label: 'Escalated' }),
    reopened: z.number().int().min(0).default(0).meta({ label: 'Reopened', readOnly: true, isAside: true }),
    slaPolicyId: z
      .string()
      .optional()
      .meta({ label: 'SLA policy', ref: 'slaPolicy', onDelete: 'clear', isAside: true }),
    /** The policy that its clocks go by; none: the usual hours. */
    measuredById: z
      .string()
      .optional()
      .meta({ label: 'Measured by', ref: 'slaPolicy', onDelete: 'clear', readOnly: true, isAside: true }),
    openedAt: z
      .date()
      .optional()
      .meta({ label: 'Opened', readOnly: true, hasTime: true, aliases: ['opened', 'created'] }),
    /** The ticket that this one was the same problem as: what comes to this one goes there. */
    mergedIntoId: z
      .string()
      .optional()
      .meta({ label: 'Merged into', ref: 'ticket', onDelete: 'clear', readOnly: true, isAside: true }),
    /** Stretches in which the clocks stood still; the last one may have no end yet. */
    pauses: z
      .array(z.object({ from: z.date(), to: z.date().optional() }))
      .max(1_000)
      .default([])
      .meta({ hidden: true, readOnly: true }),
  }),
  personal: { contactId: 'redact' },
  titleOf: (ticket) => ticket.subject,
  search: ['reference', 'subject'],
  unique: [['reference']],
  indexes: [
    ['status', 'resolveDueAt'],
    ['assigneeId', 'status'],
    ['companyId', '-createdAt'],
    ['contactId', '-createdAt'],
  ],
  derivedEvents: [
    {
      type: 'ticket.assigned',
      field: 'assigneeId',
      when: (after, before) => Boolean(after.assigneeId) && after.assigneeId !== before?.assigneeId,
    },
    {
      type: 'ticket.resolved',
      field: 'status',
      says: () => 'Ticket solved',
      when: (after, before) => isOver(after.status) && !isOver(before?.status ?? 'new'),
    },
    {
      type: 'ticket.reopened',
      field: 'status',
      says: () => 'Ticket opened again',
      when: (after, before) => before !== undefined && isOver(before.status) && !isOver(after.status),
    },
    {
      type: 'ticket.breached',
      when: (after, before) =>
        (after.isFirstLate && !before?.isFirstLate) || (after.isResolveLate && !before?.isResolveLate),
    },
  ],
  async prepare(next, { before, now, ...context }) {
    const { read, readWhere, nextNumber } = context;
    const openedAt = before?.openedAt ?? now;
    const pauses = pausesAfter(before, next.status, now);
    const wasOver = before !== undefined && isOver(before.status);
    const resolvedAt = isOver(next.status) ? (wasOver ? before.resolvedAt : now) : undefined;
    const contact = !next.companyId && next.contactId ? await read('contact', next.contactId) : undefined;
    const companyId = next.companyId ?? (contact?.companyId ? String(contact.companyId) : undefined);
    // only a policy that goes takes this away
    const goneId = next.measuredById ? undefined : (before?.measuredById ?? undefined);
    const [policy, workspace] = await Promise.all([
      policyFor({ ...next, companyId, openedAt }, context, goneId),
      readWhere('workspace', {}),
    ]);
    const rules = policy ?? DEFAULT_SLA;
    const clocked = { ...next, openedAt, pauses, resolvedAt };
    const { firstDueAt, resolveDueAt } = dueOf(clocked, rules, String(workspace?.timeZone ?? 'UTC'));
    const isLate = (at: Date | null | undefined, due: Date | undefined) => Boolean(at && due && at > due);
    return {
      reference: next.reference || `T${await nextNumber('ticket')}`,
      openedAt,
      pauses,
      // who is given one has begun with it
      ...(next.status === 'new' &&
        next.assigneeId &&
        before &&
        !before.assigneeId && { status: 'open' as const }),
      // null empties: a clock that stands has no due time
      resolvedAt: resolvedAt ?? (null as never),
      firstDueAt: firstDueAt ?? (null as never),
      resolveDueAt: resolveDueAt ?? (null as never),
      isFirstLate: next.isFirstLate || isLate(next.firstAnsweredAt, firstDueAt),
      isResolveLate: next.isResolveLate || isLate(resolvedAt, resolveDueAt),
      reopened: wasOver && !isOver(next.status) ? (before.reopened ?? 0) + 1 : next.reopened,
      measuredById: policy?.id ?? (null as never),
      ...(companyId && { companyId }),
    };
  },
});

export type TicketRecord = RecordOf<typeof Ticket>;
