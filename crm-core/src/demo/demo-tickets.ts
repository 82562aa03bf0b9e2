import { DEFAULT_SLA, type Priority } from '../crm/sla-policy/sla-policy.schema.ts';
import { dueOf, isOver } from '../crm/ticket/ticket-clock.ts';
import { idFrom } from '../entity/ids.ts';
import type { DemoCompany, DemoContact, Story } from './demo-companies.ts';
import type { DemoRecord } from './insert-records.ts';
import { officeTime } from './office-time.ts';

const DAY_MS = 86_400_000;

/** What customers report, since how many days, and how far it is. The newest last, as the numbers go. */
const CASES: ReadonlyArray<
  readonly [
    subject: string,
    days: number,
    priority: Priority,
    status: string,
    answered: number | undefined,
    solution?: string,
  ]
> = [
  [
    'Invoices show the wrong tax rate',
    40,
    'normal',
    'closed',
    0.1,
    'The rate of the old contract was still set.',
  ],
  ['Password reset mail does not arrive', 33, 'high', 'closed', 0.05, 'Their mail server took us for spam.'],
  ['How do we add a second site?', 27, 'low', 'closed', 1, 'Explained, with the guide.'],
  ['Dashboard loads for minutes', 19, 'urgent', 'resolved', 0.2, 'An index was missing.'],
  [
    'Export leaves out the last column',
    15,
    'normal',
    'resolved',
    0.5,
    'Fixed with the release of that week.',
  ],
  ['Scanner is not found after the update', 12, 'high', 'resolved', 0.9, 'New driver sent.'],
  ['Refund for a cancelled order', 9, 'normal', 'waiting_customer', 0.3],
  ['Sync with the warehouse stops at night', 7, 'high', 'on_hold', 0.2],
  ['Roles of new users are wrong', 4, 'normal', 'open', 0.4],
  ['Mobile app signs people out', 2, 'high', 'open', 0.1],
  ['Label printer prints blank pages', 1, 'urgent', 'open', undefined],
  ['Question about the price of more seats', 1, 'low', 'new', undefined],
];

/** Support tickets of the demo company, with the times that its usual hours promise. */
export function demoTickets(
  { now, timeZone, team }: Pick<Story, 'now' | 'timeZone' | 'team'>,
  companies: readonly DemoCompany[],
  contacts: readonly DemoContact[],
): DemoRecord[] {
  return CASES.map(([subject, days, priority, status, answered, resolution], at): DemoRecord => {
    const openedAt = officeTime(new Date(now.getTime() - days * DAY_MS), timeZone, subject);
    const company = companies[(at * 7) % companies.length];
    const contact = contacts.find(({ companyId }) => companyId === company?.id);
    const later = (share: number) => new Date(Math.min(now.getTime(), openedAt.getTime() + share * DAY_MS));
    const firstAnsweredAt = answered === undefined ? undefined : later(answered);
    const resolvedAt = isOver(status) ? later(2) : undefined;
    const stands = status === 'waiting_customer' || status === 'on_hold';
    const pauses = stands ? [{ from: later(1) }] : resolvedAt ? [{ from: resolvedAt }] : [];
    const clocked = { openedAt, status, priority, pauses, firstAnsweredAt, resolvedAt };
    const { firstDueAt, resolveDueAt } = dueOf(clocked, DEFAULT_SLA, timeZone);
    const isLate = (done: Date | undefined, due: Date | undefined) =>
      due !== undefined && (done ?? now) > due;
    return {
      id: idFrom(`demo ticket ${subject}`),
      reference: `T${at + 1}`,
      subject,
      status,
      priority,
      companyId: company?.id,
      contactId: contact?.id,
      ...(status !== 'new' && { assigneeId: team[at % team.length]?.id }),
      resolution,
      openedAt,
      firstAnsweredAt,
      resolvedAt,
      firstDueAt,
      resolveDueAt,
      isFirstLate: isLate(firstAnsweredAt, firstDueAt),
      isResolveLate: isLate(resolvedAt, resolveDueAt),
      isEscalated: priority === 'urgent' && status === 'open',
      reopened: 0,
      pauses,
      createdAt: openedAt,
    };
  });
}
