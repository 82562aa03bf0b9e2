import { formatClock, formatDay } from '@clianta/agents/tools/format';
import type { MeetingSchedulerRecord } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import type { TimedEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { isOn } from '@clianta/crm-core/calendar/calendar-event/event-times';
import type { Stretch } from '@clianta/crm-core/calendar/stretch';
import { Html, html } from '@clianta/crm-core/html';
import { DateTime } from 'luxon';
import { BOOKING_STYLE } from './booking-style.ts';

/** On whose clock and in whose way times are written. */
export interface Reader {
  timeZone: string;
  locale: string;
  currency: string;
}

/** What a visitor has chosen so far; all of it stands in the address. */
export interface Choice {
  minutes: number;
  /** The first day that is shown: `2026-10-26`. */
  from: string;
  zone: string;
}

export interface Shown {
  link: Pick<MeetingSchedulerRecord, 'name' | 'minutes'>;
  hosts: readonly string[];
  path: string;
  choice: Choice;
  reader: Reader;
}

/** Not in a tagged template, where bundlers rewrite it with a helper of their own. */
const END_OF_SCRIPT = '</script>';
/** The visitor's own zone, where the address names none. */
const ZONE_SCRIPT = `(()=>{const at=new URL(location.href);if(at.searchParams.has('zone'))return;const zone=Intl.DateTimeFormat().resolvedOptions().timeZone;if(!zone||zone===document.currentScript.dataset.zone)return;at.searchParams.set('zone',zone);location.replace(at)})()`;

const style = (nonce: string): Html => html`<style nonce="${nonce}">${new Html(BOOKING_STYLE)}</style>`;

const addressOf = (path: string, values: Record<string, string | number>): string =>
  `${path}?${new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]))}`;

const timeOf = (at: number, reader: Reader): string => formatClock(new Date(at), reader);

/** The times of a week, to choose from. */
export function slotsPage(
  { link, hosts, path, choice, reader }: Shown,
  {
    slots,
    earlier,
    later,
    problem,
  }: {
    slots: readonly Stretch[];
    earlier?: string | undefined;
    later?: string | undefined;
    problem?: string | undefined;
  },
  nonce: string,
): Html {
  const days = new Map<string, Stretch[]>();
  for (const slot of slots) {
    const day = formatDay(new Date(slot.from), reader);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  const to = (values: object) => addressOf(path, { ...choice, ...values });
  return html`${style(nonce)}<main><article class="paper">
<p class="quiet">${hosts.join(', ')}</p>
<h1>${link.name}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${
  link.minutes.length > 1
    ? html`<ul class="choices" aria-label="How long">${link.minutes.map((minutes) =>
        minutes === choice.minutes
          ? html`<li><span class="on">${minutes} minutes</span></li>`
          : html`<li><a href="${to({ minutes })}">${minutes} minutes</a></li>`,
      )}</ul>`
    : html`<p>${choice.minutes} minutes</p>`
}
${zoneForm(path, choice)}
${
  days.size === 0
    ? html`<p>Nothing is free in this week.</p>`
    : [...days].map(
        ([day, own]) =>
          html`<section class="day"><h2>${day}</h2><ul class="choices">${own.map(
            ({ from }) =>
              html`<li><a href="${to({ at: new Date(from).toISOString() })}" rel="nofollow">${timeOf(from, reader)}</a></li>`,
          )}</ul></section>`,
      )
}
<div class="pages"><span>${earlier && html`<a href="${to({ from: earlier })}" rel="nofollow">Earlier</a>`}</span><span>${later && html`<a href="${to({ from: later })}" rel="nofollow">Later</a>`}</span></div>
</article></main><script nonce="${nonce}" data-zone="${choice.zone}">${new Html(`${ZONE_SCRIPT}${END_OF_SCRIPT}`)}`;
}

function zoneForm(path: string, { minutes, from, zone }: Choice): Html {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const all = zones.includes(zone) ? zones : [zone, ...zones];
  return html`<form class="zone" method="get" action="${path}">
<input type="hidden" name="minutes" value="${minutes}"><input type="hidden" name="from" value="${from}">
<label>Times are in<select name="zone">${all.map((one) => (one === zone ? html`<option selected>${one}</option>` : html`<option>${one}</option>`))}</select></label>
<button class="small" type="submit">Change</button></form>`;
}

/** Who books, for a time that was chosen. */
export function formPage(
  { link, hosts, path, choice, reader }: Shown,
  { at, key, typed = {}, problem }: { at: Date; key: string; typed?: Typed; problem?: string | undefined },
  nonce: string,
): Html {
  const end = at.getTime() + choice.minutes * 60_000;
  return html`${style(nonce)}<main><article class="paper">
<p class="quiet">${hosts.join(', ')}</p>
<h1>${link.name}</h1>
<p class="when">${formatDay(at, reader)}, ${timeOf(at.getTime(), reader)} to ${timeOf(end, reader)}</p>
<p class="quiet small">${choice.zone} · <a href="${addressOf(path, { ...choice })}">Choose another time</a></p>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="${path}">
<input type="hidden" name="at" value="${at.toISOString()}"><input type="hidden" name="minutes" value="${choice.minutes}">
<input type="hidden" name="zone" value="${choice.zone}"><input type="hidden" name="key" value="${key}">
<div class="fields">
<label>Your name<input name="name" required maxlength="200" autocomplete="name" value="${typed.name ?? ''}"></label>
<label>Your e-mail<input name="email" type="email" required maxlength="254" autocomplete="email" value="${typed.email ?? ''}"></label>
</div>
<p><label>What is it about? (if you like to say)<textarea name="note" maxlength="2000">${typed.note ?? ''}</textarea></label></p>
<div class="actions"><button type="submit">Book this time</button></div>
<p class="quiet small">We keep your name, your e-mail and what you write here.</p>
</form></article></main>`;
}

/** What somebody typed who could not be let through with it. */
export interface Typed {
  name?: string | undefined;
  email?: string | undefined;
  note?: string | undefined;
}

export interface Booked {
  event: TimedEvent;
  hosts: readonly string[];
  path: string;
  reader: Reader;
  zone: string;
  /** It has begun, or was cancelled. */
  isOver: boolean;
  /** Its link is still there. */
  canMove: boolean;
}

/** A meeting that was booked: to be moved or cancelled by whoever has its address. */
export function bookedPage(
  { event, hosts, path, reader, zone, isOver, canMove }: Booked,
  nonce: string,
): Html {
  const state = isOn(event)
    ? event.status === 'tentative'
      ? 'Asked for: it stands once it is confirmed.'
      : 'Booked.'
    : 'Cancelled.';
  return html`${style(nonce)}<main>
<div class="state ${isOn(event) ? 'state--good' : 'state--bad'}" role="status"><p>${state}</p></div>
<article class="paper">
<p class="quiet">${hosts.join(', ')}</p>
<h1>${event.title}</h1>
<p class="when">${formatDay(event.startAt, reader)}, ${timeOf(event.startAt.getTime(), reader)} to ${timeOf(event.endAt.getTime(), reader)}</p>
<p class="quiet small">${zone}</p>
${event.location && html`<p>${event.location}</p>`}
<p><a href="${path}/invite.ics">Add it to your calendar</a></p>
<p class="quiet small">Keep the address of this page: nothing was mailed, and the meeting can be moved or cancelled here.</p>
</article>
${
  !isOver &&
  html`<section class="answer"><h2>Change it</h2>
${canMove && html`<p><a href="${addressOf(`${path}/move`, { zone })}">Choose another time</a></p>`}
<details><summary>Cancel the meeting</summary>
<form method="post" action="${path}/cancel"><p><label>Why? (if you like to say)<textarea name="reason" maxlength="500"></textarea></label></p>
<div class="actions"><button class="plain" type="submit">Cancel the meeting</button></div></form></details></section>`
}</main>`;
}

/** Other times for a meeting: each is a button, since a link must change nothing. */
export function movePage(
  { event, path, reader, zone }: Pick<Booked, 'event' | 'path' | 'reader' | 'zone'>,
  {
    slots,
    from,
    earlier,
    later,
    problem,
  }: {
    slots: readonly Stretch[];
    from: string;
    earlier?: string | undefined;
    later?: string | undefined;
    problem?: string | undefined;
  },
  nonce: string,
): Html {
  const to = (first: string) => addressOf(`${path}/move`, { zone, from: first });
  return html`${style(nonce)}<main><article class="paper">
<h1>${event.title}</h1>
<p class="quiet">Now ${formatDay(event.startAt, reader)}, ${timeOf(event.startAt.getTime(), reader)} (${zone}). It stays so until you choose another time.</p>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
${
  slots.length === 0
    ? html`<p>Nothing is free in the week of ${DateTime.fromISO(from).toFormat('d LLL yyyy')}.</p>`
    : html`<form method="post" action="${path}/move"><input type="hidden" name="zone" value="${zone}">
<label>Another time<select name="at">${slots.map(
        (slot) =>
          html`<option value="${new Date(slot.from).toISOString()}">${formatDay(new Date(slot.from), reader)}, ${timeOf(slot.from, reader)}</option>`,
      )}</select></label>
<div class="actions"><button type="submit">Move the meeting</button> <a href="${path}">Leave it as it is</a></div></form>`
}
<div class="pages"><span>${earlier && html`<a href="${to(earlier)}">Earlier</a>`}</span><span>${later && html`<a href="${to(later)}">Later</a>`}</span></div>
</article></main>`;
}
