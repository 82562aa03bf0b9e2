import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { MeetingScheduler, type MeetingSchedulerRecord } from './meeting-scheduler.schema.ts';

/** Where people outside pick a time. */
export const BOOKING_PATH = '/book';

export const linkAddress = ({ links }: CrmCore, slug: string): string =>
  links.address(`${BOOKING_PATH}/${slug}`);

/** The link of whatever workspace that an address names: the one that had it first. */
export async function linkOf(crm: CrmCore, slug: string): Promise<MeetingSchedulerRecord | undefined> {
  const found = await crm.store
    .model(MeetingScheduler)
    .findOne({ slug, isDeleted: false })
    .sort({ createdAt: 1, _id: 1 })
    .lean<StoredDocument>();
  return found ? exposed(MeetingScheduler, found) : undefined;
}

/** An address that nobody has yet, like the one that is wanted: addresses are the same for all workspaces. */
export async function freeSlug(crm: CrmCore, wanted: string): Promise<string> {
  const base =
    wanted
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'meeting';
  for (let at = 1; ; at++) {
    const slug = at === 1 ? base : `${base}-${at}`;
    if (!(await crm.store.model(MeetingScheduler).exists({ slug }))) return slug;
  }
}
