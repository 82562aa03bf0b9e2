import { DateTime } from 'luxon';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts';
import { PublicLinks } from '../../secrets/public-links.ts';
import { BusyDays, type Claim } from '../busy-days.ts';
import { busyTimes } from '../busy-times.ts';
import { type Attendee, CalendarEvent, type TimedEvent } from '../calendar-event/calendar-event.schema.ts';
import { isOn } from '../calendar-event/event-times.ts';
import { timed } from '../change-event.ts';
import { overlaps, type Stretch } from '../stretch.ts';
import { bookable, buffersOf, fitsLimits, type Host, hostsOf, slotsOf } from './link-slots.ts';
import type { MeetingSchedulerRecord } from './meeting-scheduler.schema.ts';
import { hostsInTurn } from './round-robin.ts';

const MINUTE_MS = 60_000;
/** A crash in between leaves nothing taken for longer. */
const HOLD_MS = 10 * MINUTE_MS;
/** So long a host has to say yes. */
const UNCONFIRMED_MS = 24 * 60 * MINUTE_MS;

/** What somebody outside asks for. All of it is theirs: nothing is believed. */
export interface BookingRequest {
  /** Made by the page: the same again is the same booking. */
  key: string;
  startAt: Date;
  minutes: number;
  name: string;
  email: string;
  note?: string | undefined;
}

/** Who books by a page, and has no account. */
const bookerScope = (workspaceId: string, name: string, page: string): Scope => ({
  ...systemScope(workspaceId),
  actor: { type: 'visitor', id: 'visitor', name },
  channel: 'booking',
  outside: `the booking page ${page}`.slice(0, 200),
});

const TAKEN = 'This time was taken in the meantime. Please choose another one.';

/**
 * Books a slot of a link: everything is checked again, then the time is claimed, and only then a meeting is written. Of all
 * who want the same time one gets it.
 *
 * @returns the meeting, and the token by which it may be moved and cancelled
 * @throws ConflictError when the time is not free any more, InvalidError for what the link does not offer
 */
export async function bookSlot(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  request: BookingRequest,
): Promise<{ event: TimedEvent; token: string }> {
  const { workspaceId } = link;
  const id = idFrom(`booking:${link.id}:${request.key}`);
  const token = tokenOf(crm, id);
  const known = (await crm.records(CalendarEvent).getMany(systemScope(workspaceId), [id])).get(id);
  if (known) return { event: timed(known), token };
  const hosts = await claimed(crm, link, id, request.minutes, request.startAt);
  const scope = bookerScope(workspaceId, request.name, link.name);
  const at = { from: request.startAt.getTime(), to: request.startAt.getTime() + request.minutes * MINUTE_MS };
  const { contactId, companyId } = await contactOf(crm, scope, request, hosts[0]);
  const team = (await crm.facts(workspaceId)).team;
  const person = (userId: string): Attendee => {
    const member = team.find((one) => one.id === userId);
    return {
      name: member?.name ?? 'Host',
      userId,
      response: 'accepted',
      ...(member && { email: member.email }),
    };
  };
  const { record } = await createOnce(crm, CalendarEvent, scope, id, {
    title: `${link.name}: ${request.name}`.slice(0, 300),
    ownerId: hosts[0] ?? '',
    startAt: new Date(at.from),
    endAt: new Date(at.to),
    zone: link.zone ?? (await crm.localOf(workspaceId, hosts[0])).timeZone,
    status: link.needsConfirmation ? 'tentative' : 'confirmed',
    source: 'booking',
    schedulerId: link.id,
    tokenHash: PublicLinks.hashOf(token),
    attendees: [
      ...hosts.map(person),
      { name: request.name, email: request.email, contactId, response: 'accepted' },
    ],
    ...(companyId && { companyId }),
    ...(request.note && { agenda: request.note }),
  } as never);
  await stands(crm, link, { workspaceId, userIds: hosts, ref: id, ...at, ...buffersOf(link) });
  return { event: timed(record), token };
}

/** The new time is claimed before the old one is given up: in between both are taken, never none. */
export async function moveBooking(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  event: TimedEvent,
  startAt: Date,
): Promise<TimedEvent> {
  requireOpen(crm, event);
  const lengthMs = event.endAt.getTime() - event.startAt.getTime();
  const at = { from: startAt.getTime(), to: startAt.getTime() + lengthMs };
  if (at.from === event.startAt.getTime()) return event;
  const hosts = await claimed(crm, link, event.id, lengthMs / MINUTE_MS, startAt, event);
  const scope = bookerScope(event.workspaceId, guestOf(event)?.name ?? 'The guest', link.name);
  const after = timed(
    await crm
      .records(CalendarEvent)
      .update(scope, event.id, { startAt, endAt: new Date(at.to) }, { version: event.version }),
  );
  const days = new BusyDays(crm);
  await stands(crm, link, {
    workspaceId: event.workspaceId,
    userIds: hosts,
    ref: event.id,
    ...at,
    ...buffersOf(link),
  });
  await days.release(event.workspaceId, event.id, at);
  return after;
}

export async function cancelBooking(
  crm: CrmCore,
  event: TimedEvent,
  page: string,
  reason?: string,
): Promise<TimedEvent> {
  if (!isOn(event)) return event;
  const scope = bookerScope(event.workspaceId, guestOf(event)?.name ?? 'The guest', page);
  const after = await crm.records(CalendarEvent).update(scope, event.id, {
    status: 'cancelled',
    ...(reason && { cancelReason: reason }),
  });
  await new BusyDays(crm).release(event.workspaceId, event.id);
  return timed(after);
}

/** The meeting of whatever workspace that a token opens. @throws NotFoundError */
export async function bookingOf(crm: CrmCore, token: string): Promise<TimedEvent> {
  const found = await crm.store
    .model(CalendarEvent)
    .findOne({ tokenHash: PublicLinks.hashOf(token), isDeleted: false })
    .select({ workspaceId: 1 })
    .lean<{ _id: string; workspaceId: string }>();
  if (!found) throw new NotFoundError('meeting', 'of this link');
  return timed(await crm.records(CalendarEvent).get(systemScope(found.workspaceId), found._id));
}

const guestOf = ({ attendees }: Pick<TimedEvent, 'attendees'>): Attendee | undefined =>
  attendees.find(({ userId }) => !userId);

const tokenOf = ({ links }: CrmCore, id: string): string => links.token(`${CalendarEvent.name}:${id}`);

function requireOpen(crm: CrmCore, event: TimedEvent): void {
  if (!isOn(event)) throw new ConflictError('This meeting was cancelled. Please book a new one.');
  if (event.startAt <= crm.now()) throw new ConflictError('This meeting has begun already.');
}

/** Claims the time for as many hosts as it takes. @returns their users' ids @throws ConflictError */
async function claimed(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  ref: string,
  minutes: number,
  startAt: Date,
  moved?: TimedEvent,
): Promise<string[]> {
  if (!link.isOn) throw new ConflictError('This booking page is closed at the moment.');
  if (!moved && !link.minutes.includes(minutes))
    throw new InvalidError('This page offers no meeting of that length.');
  const slot = { from: startAt.getTime(), to: startAt.getTime() + minutes * MINUTE_MS };
  const days = DateTime.fromJSDate(startAt, { zone: 'utc' }).startOf('day').toMillis();
  const window = bookable(link, crm.now(), { from: days - 86_400_000, to: days + 2 * 86_400_000 });
  const fresh = async () => hostsOf(crm, link, slot, moved?.id);
  const open = slotsOf(link, await fresh(), minutes, window).get(slot.from);
  if (!open) throw new ConflictError(TAKEN);
  const able = moved ? open.hosts.filter(({ userId }) => moved.peopleIds.includes(userId)) : open.hosts;
  const groups = link.mode === 'all' ? [able] : (await inTurn(crm, link, able)).map((host) => [host]);
  const claims = new BusyDays(crm);
  for (const group of groups) {
    if (group.length === 0) continue;
    const userIds = group.map(({ userId }) => userId);
    const claim: Claim = {
      workspaceId: link.workspaceId,
      userIds,
      ref,
      linkId: link.id,
      ...slot,
      ...buffersOf(link),
      holdUntil: new Date(crm.now().getTime() + (link.needsConfirmation ? UNCONFIRMED_MS : HOLD_MS)),
    };
    if (!(await claims.claim(claim))) continue;
    if (await stillFits(crm, link, userIds, slot, ref)) return userIds;
    await claims.release(link.workspaceId, ref, moved && stretchOf(moved));
  }
  throw new ConflictError(TAKEN);
}

/** Looks again, now that nobody else can take it: calendars may have changed, and others may have reached a limit. */
async function stillFits(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  userIds: readonly string[],
  slot: Stretch,
  ref: string,
): Promise<boolean> {
  const busy = await busyTimes(crm, link.workspaceId, userIds, slot, ref);
  if ([...busy.values()].flat().some((one) => overlaps(one, slot))) return false;
  // without its own claim: one more has to fit besides those of others
  const hosts = await hostsOf(crm, link, slot, ref);
  return hosts.filter(({ userId }) => userIds.includes(userId)).every((host) => fitsLimits(link, host, slot));
}

const inTurn = (crm: CrmCore, link: MeetingSchedulerRecord, hosts: Host[]): Promise<Host[]> | Host[] =>
  link.mode === 'round_robin' && hosts.length > 1 ? hostsInTurn(crm, link, hosts) : hosts;

const stretchOf = ({ startAt, endAt }: TimedEvent): Stretch => ({
  from: startAt.getTime(),
  to: endAt.getTime(),
});

/** A meeting that a host has yet to confirm is held on; any other stands. */
async function stands(crm: CrmCore, link: MeetingSchedulerRecord, claim: Claim): Promise<void> {
  if (!link.needsConfirmation) await new BusyDays(crm).confirm(claim);
}

/** Whom the address belongs to; somebody new becomes a contact of the host, with text from outside. */
async function contactOf(
  crm: CrmCore,
  scope: Scope,
  { name, email }: BookingRequest,
  ownerId: string | undefined,
): Promise<{ contactId: string; companyId?: string | undefined }> {
  const contacts = crm.records(Contact);
  const address = email.toLowerCase();
  const { records } = await contacts.find(scope, {
    anyOf: [
      [{ field: 'email', op: 'eq', value: address }],
      [{ field: 'otherEmails', op: 'eq', value: address }],
    ],
    limit: 1,
  });
  const [known] = records;
  if (known) return { contactId: known.id, companyId: known.companyId };
  const id = idFrom(`booker:${scope.workspaceId}:${address}`);
  const { record } = await createOnce(crm, Contact, scope, id, {
    name,
    email: address,
    ...(ownerId && { ownerId }),
  });
  return { contactId: record.id, companyId: record.companyId };
}
