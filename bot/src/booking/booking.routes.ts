import { randomUUID } from 'node:crypto';
import {
  bookingOf,
  bookSlot,
  cancelBooking,
  moveBooking,
} from '@clianta/crm-core/calendar/booking-link/book-slot';
import { BOOKING_PATH, linkOf } from '@clianta/crm-core/calendar/booking-link/link-address';
import { openSlots } from '@clianta/crm-core/calendar/booking-link/link-slots';
import {
  MeetingScheduler,
  type MeetingSchedulerRecord,
} from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import type { TimedEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { isOn } from '@clianta/crm-core/calendar/calendar-event/event-times';
import { invitationOf } from '@clianta/crm-core/calendar/ics/write-ics';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { isDay, startOfDay } from '@clianta/crm-core/entity/days';
import { timeZoneNamed } from '@clianta/crm-core/entity/platform-values';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError, ConflictError } from '@clianta/crm-core/errors';
import express, { type Request, type Response, Router } from 'express';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage, requireOwnPage, sendPage } from '../public-page.ts';
import {
  bookedPage,
  type Choice,
  formPage,
  movePage,
  type Reader,
  type Shown,
  slotsPage,
  type Typed,
} from './booking-page.ts';

/** Where whoever has booked moves or cancels it. */
const BOOKED_PATH = '/booking';
const WEEK = 7;
const DAY_MS = 86_400_000;

const bookingSchema = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  minutes: z.coerce.number().int().min(5).max(480),
  zone: z.string().max(60),
  key: z.string().regex(/^[\w-]{8,64}$/),
  name: z.string().trim().min(1, 'Please say who you are.').max(200),
  email: z.email('Please give your e-mail address, such as jane@acme.example.').max(254),
  note: z.string().trim().max(2_000).optional(),
});

/**
 * The pages where people outside pick a time. Whoever has an address may look at it; looking changes nothing, since mail
 * scanners open links as well: what is booked, moved or cancelled is sent by a form of the page.
 */
export const bookingRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits, allowedOrigins }) {
    const router = Router();
    const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 });
    const looked = (request: Request) => limits.take('bookingPage', addressKey(request.ip));
    const acted = async (request: Request) => {
      requireOwnPage(request, allowedOrigins, 'Please open the booking page by its link.');
      await limits.take('booking', addressKey(request.ip));
    };

    const linkAt = async (request: Request): Promise<MeetingSchedulerRecord> => {
      const link = await linkOf(crm, String(request.params.slug));
      if (!link?.isOn) throw new NoLinkError('This link leads to no booking page.');
      return link;
    };
    const showSlots = async (
      response: Response,
      shown: Shown,
      link: MeetingSchedulerRecord,
      problem?: string,
    ) => {
      const { choice } = shown;
      const week = weekOf(choice.from, choice.zone);
      const slots = await openSlots(crm, link, choice.minutes, week);
      sendPage(response, problem ? 409 : 200, link.name, (nonce) =>
        slotsPage(shown, { slots, ...around(crm.now(), choice, link.horizonDays), problem }, nonce),
      );
    };

    router.use([BOOKING_PATH, BOOKED_PATH], privatePage);
    router.get(`${BOOKING_PATH}/:slug`, async (request, response) => {
      await looked(request);
      const link = await linkAt(request);
      const shown = await shownFor(crm, link, request.query);
      const at = new Date(String(request.query.at ?? ''));
      if (Number.isNaN(at.getTime())) return showSlots(response, shown, link);
      sendPage(response, 200, link.name, (nonce) => formPage(shown, { at, key: randomUUID() }, nonce));
    });
    router.post(`${BOOKING_PATH}/:slug`, form, async (request, response) => {
      await acted(request);
      const link = await linkAt(request);
      const body = (request.body ?? {}) as Record<string, unknown>;
      const shown = await shownFor(crm, link, body);
      const given = bookingSchema.safeParse(body);
      if (!given.success) {
        const at = new Date(String(body.at ?? ''));
        const problem = given.error.issues[0]?.message ?? '';
        if (Number.isNaN(at.getTime())) return showSlots(response, shown, link, 'Please choose a time.');
        sendPage(response, 400, link.name, (nonce) =>
          formPage(shown, { at, key: randomUUID(), typed: typedIn(body), problem }, nonce),
        );
        return;
      }
      const { at, minutes, key, name, email, note } = given.data;
      try {
        const { token } = await bookSlot(crm, link, { key, startAt: at, minutes, name, email, note });
        response.redirect(303, `${BOOKED_PATH}/${token}?zone=${encodeURIComponent(shown.choice.zone)}`);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        await showSlots(response, shown, link, error.message);
      }
    });

    const booked = async (request: Request) => {
      const event = await bookingOf(crm, String(request.params.token)).catch(() => undefined);
      if (!event) throw new NoLinkError('This link leads to no meeting.');
      const link = await linkOfEvent(crm, event);
      const { zone, reader } = await readerFor(
        crm,
        event.workspaceId,
        request.query.zone ?? request.body?.zone,
        event.zone,
      );
      return { event, link, zone, reader, path: `${BOOKED_PATH}/${String(request.params.token)}` };
    };
    router.get(`${BOOKED_PATH}/:token`, async (request, response) => {
      await looked(request);
      const { event, link, zone, reader, path } = await booked(request);
      const isOver = !isOn(event) || event.startAt <= crm.now();
      const hosts = await namesOf(crm, event.workspaceId, event.peopleIds);
      sendPage(response, 200, event.title, (nonce) =>
        bookedPage({ event, hosts, path, reader, zone, isOver, canMove: Boolean(link?.isOn) }, nonce),
      );
    });
    router.get(`${BOOKED_PATH}/:token/invite.ics`, async (request, response) => {
      await looked(request);
      const { event } = await booked(request);
      const { team } = await crm.facts(event.workspaceId);
      const host = team.find(({ id }) => id === event.ownerId);
      const organiser = { name: host?.name ?? 'Host', email: host?.email ?? 'nobody@invalid' };
      response.attachment('meeting.ics').type('text/calendar').send(invitationOf(event, organiser));
    });
    router.get(`${BOOKED_PATH}/:token/move`, async (request, response) => {
      await looked(request);
      const found = await booked(request);
      await showMove(crm, response, found, String(request.query.from ?? ''));
    });
    router.post(`${BOOKED_PATH}/:token/move`, form, async (request, response) => {
      await acted(request);
      const found = await booked(request);
      const at = new Date(String(request.body?.at ?? ''));
      if (!found.link || Number.isNaN(at.getTime())) throw new ConflictError('Please choose a time.');
      try {
        await moveBooking(crm, found.link, found.event, at);
        response.redirect(303, `${found.path}?zone=${encodeURIComponent(found.zone)}`);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        await showMove(crm, response, found, '', error.message);
      }
    });
    router.post(`${BOOKED_PATH}/:token/cancel`, form, async (request, response) => {
      await acted(request);
      const { event, link, path } = await booked(request);
      if (event.startAt <= crm.now()) throw new ConflictError('This meeting has begun already.');
      const reason = String(request.body?.reason ?? '')
        .trim()
        .slice(0, 500);
      await cancelBooking(crm, event, link?.name ?? 'a booking page', reason || undefined);
      response.redirect(303, path);
    });
    router.use([BOOKING_PATH, BOOKED_PATH], (_request, _response, next) =>
      next(new NoLinkError('This link leads to no booking page.')),
    );
    router.use([BOOKING_PATH, BOOKED_PATH], pageErrors);
    return router;
  },
});

/** A link that leads nowhere says nothing of why. */
class NoLinkError extends CliantaError {
  constructor(what: string) {
    super('not_found', `${what} Please check that it is complete, or ask whom you have it from.`);
  }
}

interface Found {
  event: TimedEvent;
  link: MeetingSchedulerRecord | undefined;
  zone: string;
  reader: Reader;
  path: string;
}

async function showMove(
  crm: CrmCore,
  response: Response,
  found: Found,
  given: string,
  problem?: string,
): Promise<void> {
  const { event, link, zone } = found;
  if (!link?.isOn || !isOn(event)) throw new ConflictError('This meeting cannot be moved here any more.');
  const from = isDay(given) ? given : DateTime.fromJSDate(crm.now(), { zone }).toFormat('yyyy-MM-dd');
  const minutes = (event.endAt.getTime() - event.startAt.getTime()) / 60_000;
  const slots = await openSlots(crm, link, minutes, weekOf(from, zone), event.id);
  const other = slots.filter((slot) => slot.from !== event.startAt.getTime());
  sendPage(response, problem ? 409 : 200, event.title, (nonce) =>
    movePage(
      found,
      { slots: other, from, ...around(crm.now(), { from, zone }, link.horizonDays), problem },
      nonce,
    ),
  );
}

async function linkOfEvent(
  crm: CrmCore,
  { workspaceId, schedulerId }: TimedEvent,
): Promise<MeetingSchedulerRecord | undefined> {
  if (!schedulerId) return undefined;
  const link = (await crm.records(MeetingScheduler).getMany(systemScope(workspaceId), [schedulerId])).get(
    schedulerId,
  );
  return link?.isDeleted ? undefined : link;
}

/** What of an address can be believed; the rest is as the link has it. */
async function shownFor(
  crm: CrmCore,
  link: MeetingSchedulerRecord,
  given: Record<string, unknown>,
): Promise<Shown> {
  const minutes = link.minutes.find((one) => one === Number(given.minutes)) ?? link.minutes[0] ?? 30;
  const { zone, reader } = await readerFor(crm, link.workspaceId, given.zone, link.zone);
  const today = DateTime.fromJSDate(crm.now(), { zone }).toFormat('yyyy-MM-dd');
  const from = String(given.from ?? '');
  const choice: Choice = { minutes, from: isDay(from) && from > today ? from : today, zone };
  const hosts = await namesOf(crm, link.workspaceId, link.hostIds);
  return { link, hosts, path: `${BOOKING_PATH}/${link.slug}`, choice, reader };
}

async function readerFor(crm: CrmCore, workspaceId: string, zone: unknown, usual: string | undefined) {
  const { timeZone, locale, currency } = await crm.facts(workspaceId);
  const known = timeZoneNamed(String(zone ?? '').slice(0, 60)) ?? usual ?? timeZone;
  return { zone: known, reader: { timeZone: known, locale, currency } };
}

async function namesOf(crm: CrmCore, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const { team } = await crm.facts(workspaceId);
  return team.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

function weekOf(from: string, zone: string) {
  const first = startOfDay(from, zone);
  const last = DateTime.fromJSDate(first, { zone }).plus({ days: WEEK });
  return { from: first.getTime(), to: last.toMillis() };
}

/** The weeks before and after, as far as anything can be booked. */
function around(now: Date, { from, zone }: Pick<Choice, 'from' | 'zone'>, horizonDays: number) {
  const first = DateTime.fromISO(from, { zone });
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const earlier = DateTime.max(first.minus({ days: WEEK }), today);
  const later = first.plus({ days: WEEK });
  return {
    ...(first > today && { earlier: earlier.toFormat('yyyy-MM-dd') }),
    ...(later.toMillis() < now.getTime() + horizonDays * DAY_MS && { later: later.toFormat('yyyy-MM-dd') }),
  };
}

function typedIn({ name, email, note }: Record<string, unknown>): Typed {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { name: text(name), email: text(email), note: text(note) };
}
