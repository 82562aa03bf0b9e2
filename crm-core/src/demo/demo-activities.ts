import { idFrom } from '../entity/ids.ts';
import { type DemoContact, daysAgo, type Story } from './demo-companies.ts';
import type { DemoDeal } from './demo-deals.ts';
import { CALL_NOTES } from './demo-names.ts';
import type { DemoRecord } from './insert-records.ts';
import { officeTime } from './office-time.ts';

const DAY_MS = 86_400_000;

/** Calls, mails, meetings and notes; a person's newest one is when they were last contacted. */
export function demoActivities(
  { now, timeZone, random }: Story,
  contacts: DemoContact[],
  deals: DemoDeal[],
): DemoRecord[] {
  const activities: DemoRecord[] = [];
  for (const contact of contacts) {
    const last = contact.lastContactedAt as Date | undefined;
    if (!last) continue;
    const deal = deals.find((one) => one.contactId === contact.id);
    for (let index = 0; index < random.int(1, 4); index++) {
      const before = new Date(last.getTime() - index * random.int(4, 25) * DAY_MS);
      const at = officeTime(before, timeZone, index === 0 ? contact.name : `${contact.name} ${index}`);
      const type = random.pick(['call', 'call', 'email', 'meeting'] as const);
      activities.push({
        id: idFrom(`demo activity ${contact.id} ${index}`),
        type,
        subject: {
          call: `Call with ${contact.name}`,
          email: `E-mail to ${contact.name}`,
          meeting: `Meeting with ${contact.name}`,
        }[type],
        body: random.pick(CALL_NOTES),
        at,
        contactId: contact.id,
        companyId: contact.companyId,
        opportunityId: deal?.id,
        userId: contact.ownerId,
        createdAt: at,
      });
    }
  }
  for (const deal of deals.filter((one) => one.status === 'open').slice(0, 30)) {
    const at = officeTime(daysAgo(now, random.int(2, 40)), timeZone, deal.id);
    activities.push({
      id: idFrom(`demo note ${deal.id}`),
      type: 'note',
      subject: `Note on ${deal.title}`,
      body: random.pick(CALL_NOTES),
      at,
      companyId: deal.companyId,
      opportunityId: deal.id,
      userId: deal.ownerId,
      createdAt: at,
    });
  }
  return activities;
}

/** Follow-ups around today: some overdue, some due, some done. */
export function demoTasks(
  { now, random, team }: Story,
  contacts: DemoContact[],
  deals: DemoDeal[],
): DemoRecord[] {
  const tasks: DemoRecord[] = [];
  const owner = team[0];
  for (let index = 0; index < 60; index++) {
    const contact = contacts[(index * 11) % contacts.length] as DemoContact;
    const deal = deals.find((one) => one.companyId === contact.companyId && one.status === 'open');
    const type = random.pick(['call', 'call', 'email', 'todo', 'meeting'] as const);
    const due = new Date(daysAgo(now, random.int(-16, 9)));
    due.setUTCHours(random.int(8, 16), random.pick([0, 30]), 0, 0);
    const isDone = due < now && random.isLikely(0.6);
    const title = {
      call: `Call ${contact.name}`,
      email: `Write to ${contact.name}`,
      todo: `Prepare the quote for ${contact.name}`,
      meeting: `Meet ${contact.name}`,
    }[type];
    tasks.push({
      id: idFrom(`demo task ${index}`),
      title,
      type,
      status: isDone ? 'completed' : random.isLikely(0.15) ? 'in_progress' : 'open',
      priority: random.pick(['normal', 'normal', 'high', 'low', 'urgent']),
      dueAt: due,
      completedAt: isDone ? due : undefined,
      assigneeId: index % 5 === 0 ? owner?.id : contact.ownerId,
      contactId: contact.id,
      companyId: contact.companyId,
      opportunityId: deal?.id,
      createdAt: daysAgo(due < now ? due : now, random.int(2, 12)),
    });
  }
  return tasks;
}
