import { DateTime } from 'luxon';
import { type GraphAnswer, type GraphCall, graphError } from './microsoft-wire.ts';

interface Moment {
  dateTime: string;
  timeZone: string;
}
interface Recurrence {
  pattern: { type: string; interval: number; daysOfWeek?: string[] };
  range: { type: string; startDate: string; numberOfOccurrences?: number; endDate?: string };
}
/** An event as Graph keeps it. */
export interface StoodEvent {
  id: string;
  changeKey: string;
  subject: string;
  start: Moment;
  end: Moment;
  isAllDay: boolean;
  transactionId: string | null;
  recurrence: Recurrence | null;
  cancelled: string[];
  moved: Map<string, { id: string; start: Moment; end: Moment; changeKey: string }>;
  properties: Map<string, string>;
  [field: string]: unknown;
}

/** Names of Windows, which Graph takes, and no others. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: 'utc',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Eastern Standard Time': 'America/New_York',
};
const WRITABLE = new Set([
  ...['subject', 'body', 'location', 'start', 'end', 'isAllDay', 'recurrence', 'showAs', 'transactionId'],
  'singleValueExtendedProperties',
]);
const DELTA = '/me/calendarView/delta';
const MOST = 100;

const notFound: GraphAnswer = [
  404,
  graphError('ErrorItemNotFound', 'The specified object was not found in the store.'),
];

/** Outlook’s calendar as Graph v1.0 gives it: views with deltas, series, marks against doubles. */
export class MicrosoftCalendarStandIn {
  readonly events = new Map<string, StoodEvent>();
  pageSize = 200;
  /** What is answered to deltas that were begun before; undefined: they hold. */
  lost: { status: number; code: string } | undefined;
  /** How a mark that was used already is answered: by what was made with it, or by a refusal. */
  onSameMark: 'same' | 'conflict' = 'same';
  #clock = 0;
  #made = 0;
  readonly #changes: string[] = [];
  readonly #views: Array<{ from: string; to: string }> = [];

  clear(): void {
    this.events.clear();
    this.pageSize = 200;
    this.lost = undefined;
    this.onSameMark = 'same';
  }

  /** Somebody makes or changes an event in Outlook. */
  change(id: string, values: Record<string, unknown>): StoodEvent {
    const before = this.events.get(id);
    const event = {
      subject: '',
      isAllDay: false,
      showAs: 'busy',
      transactionId: null,
      recurrence: null,
      cancelled: [],
      moved: new Map(),
      properties: new Map(),
      iCalUId: `040000008200E000${id}`,
      isCancelled: false,
      ...before,
      ...values,
      id,
      changeKey: `CK${++this.#clock}`,
      lastModifiedDateTime: new Date().toISOString(),
    } as StoodEvent;
    this.events.set(id, event);
    this.#changes.push(id);
    return event;
  }

  remove(id: string): void {
    this.events.delete(id);
    this.#changes.push(id);
  }

  /** @returns undefined for what is not of the calendar */
  answer(call: GraphCall): GraphAnswer | undefined {
    const { method, path, query, body, headers } = call;
    if (path === DELTA) return this.#delta(call);
    const unknown = Object.keys(body).filter((field) => field !== 'mime' && !WRITABLE.has(field));
    if (unknown.length > 0)
      return [
        400,
        graphError(
          'RequestBodyRead',
          `The property '${unknown[0]}' does not exist on type 'microsoft.graph.event'.`,
        ),
      ];
    const zones = [body.start, body.end].flatMap((one) => (one as Moment | undefined)?.timeZone ?? []);
    if (zones.some((zone) => ZONES[zone] === undefined))
      return [400, graphError('TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.')];
    if (path === '/me/events' && method === 'GET') return this.#found(query.get('$filter') ?? '');
    if (path === '/me/events' && method === 'POST') return this.#post(body);
    const [, id = '', rest] = /^\/me\/events\/([^/]+)(\/instances)?$/.exec(decodeURIComponent(path)) ?? [];
    if (!id) return undefined;
    if (rest) return this.#instances(id, query);
    const [masterId = '', date] = id.split('.');
    const event = this.events.get(masterId);
    if (!event || (date && event.cancelled.includes(date))) return notFound;
    if (method === 'GET') return [200, date ? this.#occurrence(event, date) : this.#read(event, query)];
    const ifMatch = headers['if-match'];
    if (ifMatch !== undefined && ifMatch !== `W/"${event.changeKey}"`)
      return [
        412,
        graphError('ErrorIrresolvableConflict', 'The send or update operation could not be performed.'),
      ];
    if (method === 'DELETE') {
      if (date) this.change(masterId, { cancelled: [...event.cancelled, date] });
      else this.remove(id);
      return [204];
    }
    return [200, this.#read(this.change(id, this.#written(event, body)))];
  }

  /** Somebody moves one of a series. */
  move(masterId: string, date: string, start: Date, end: Date): void {
    const event = this.events.get(masterId);
    if (!event) throw new Error('no such series');
    const at = (value: Date) => ({ dateTime: value.toISOString().slice(0, 19), timeZone: 'UTC' });
    event.moved.set(date, {
      id: `${masterId}.${date}`,
      start: at(start),
      end: at(end),
      changeKey: `CK${++this.#clock}`,
    });
    this.change(masterId, {});
  }

  #written(before: StoodEvent | undefined, body: Record<string, unknown>): Record<string, unknown> {
    const { singleValueExtendedProperties = [], ...rest } = body;
    const properties = new Map(before?.properties);
    for (const { id, value } of singleValueExtendedProperties as Array<{ id: string; value: string }>)
      properties.set(id.toLowerCase(), value);
    return { ...rest, properties };
  }

  #post(body: Record<string, unknown>): GraphAnswer {
    const same = [...this.events.values()].find(
      ({ transactionId }) => transactionId !== null && transactionId === body.transactionId,
    );
    if (same && this.onSameMark === 'conflict')
      return [409, graphError('ErrorDuplicateTransactionId', 'The transaction id was used already.')];
    if (same) return [201, this.#read(same)];
    return [201, this.#read(this.change(`AAkALg${++this.#made}`, this.#written(undefined, body)))];
  }

  #found(filter: string): GraphAnswer {
    const [, id = '', value = ''] = /ep\/id eq '([^']+)' and ep\/value eq '([^']+)'/.exec(filter) ?? [];
    if (!id)
      return [
        400,
        graphError('ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.'),
      ];
    const found = [...this.events.values()].filter((one) => one.properties.get(id.toLowerCase()) === value);
    return [200, { value: found.map((one) => this.#read(one)) }];
  }

  #instances(id: string, query: URLSearchParams): GraphAnswer {
    const event = this.events.get(id);
    if (!event) return notFound;
    const [from, to] = [query.get('startDateTime') ?? '', query.get('endDateTime') ?? ''];
    return [200, { value: this.#occurrencesOf(event).filter((one) => isBetween(one, from, to)) }];
  }

  #delta({ query, base }: GraphCall): GraphAnswer {
    const refused = ['$select', '$expand', '$filter', '$orderby', '$search'].find((one) => query.has(one));
    if (refused)
      return [
        400,
        graphError('ErrorInvalidUrlQuery', `The parameter ${refused} is not supported with change tracking.`),
      ];
    const token = query.get('$deltatoken') ?? query.get('$skiptoken');
    if (token && this.lost)
      return [this.lost.status, graphError(this.lost.code, 'The sync state generation is not found.')];
    if (!token) {
      const [from, to] = [query.get('startDateTime'), query.get('endDateTime')];
      if (!from || !to)
        return [400, graphError('ErrorInvalidParameter', 'This request requires a time window.')];
      this.#views.push({ from, to });
    }
    // the view, the changes from there to there, and how many were given
    const [view = this.#views.length - 1, begun = -1, ended = this.#changes.length, offset = 0] = (
      token ?? ''
    )
      .split('.')
      .filter(Boolean)
      .map(Number);
    const last = query.has('$deltatoken') ? this.#changes.length : ended;
    const { from = '', to = '' } = this.#views[view] ?? {};
    const ids = begun === -1 ? [...this.events.keys()] : [...new Set(this.#changes.slice(begun, last))];
    const items = ids.flatMap((id) => this.#listed(id, from, to, begun !== -1));
    const page = items.slice(offset, offset + this.pageSize);
    const isLast = offset + this.pageSize >= items.length;
    const link = (name: string, parts: number[]) => `${base}${DELTA}?${name}=${parts.join('.')}`;
    return [
      200,
      {
        value: page,
        ...(isLast
          ? { '@odata.deltaLink': link('$deltatoken', [view, last]) }
          : { '@odata.nextLink': link('$skiptoken', [view, begun, last, offset + this.pageSize]) }),
      },
    ];
  }

  /** What a view says of an event; what lies outside of it is said to be removed once it changes. */
  #listed(id: string, from: string, to: string, isChange: boolean): unknown[] {
    const event = this.events.get(id);
    const gone = { id, '@removed': { reason: 'deleted' } };
    if (!event) return [gone];
    const all = event.recurrence ? this.#occurrencesOf(event) : [this.#read(event)];
    const inside = all.filter((one) => isBetween(one, from, to));
    const left = isChange ? event.cancelled.map((date) => ({ ...gone, id: `${id}.${date}` })) : [];
    if (inside.length === 0) return isChange ? [gone] : [];
    return event.recurrence ? [this.#read(event), ...inside, ...left] : inside;
  }

  #read(event: StoodEvent, query = new URLSearchParams()) {
    const { cancelled, moved, properties, start, end, recurrence, ...rest } = event;
    const isWhole = (query.get('$select') ?? '').includes('cancelledOccurrences');
    const expand = query.get('$expand') ?? '';
    return {
      ...rest,
      '@odata.etag': `W/"${event.changeKey}"`,
      type: recurrence ? 'seriesMaster' : 'singleInstance',
      seriesMasterId: null,
      recurrence,
      originalStartTimeZone: start.timeZone,
      start: inUtc(start),
      end: inUtc(end),
      ...(isWhole && { cancelledOccurrences: cancelled.map((date) => `OID.${event.id}.${date}`) }),
      ...(expand.includes('exceptionOccurrences') && {
        exceptionOccurrences: [...moved.keys()].map((date) => this.#occurrence(event, date)),
      }),
      ...(expand.includes('singleValueExtendedProperties') && {
        singleValueExtendedProperties: [...properties].map(([id, value]) => ({ id, value })),
      }),
    };
  }

  #occurrencesOf(event: StoodEvent) {
    return datesOf(event)
      .filter((date) => !event.cancelled.includes(date))
      .map((date) => this.#occurrence(event, date));
  }

  /** No more than its times, as deltas give those of a series. */
  #occurrence(event: StoodEvent, date: string) {
    const zone = ZONES[event.start.timeZone] ?? 'utc';
    const at = (moment: Moment) => inUtc({ ...moment, dateTime: `${date}${moment.dateTime.slice(10)}` });
    const moved = event.moved.get(date);
    const originalStart = DateTime.fromISO(`${date}${event.start.dateTime.slice(10)}`, { zone });
    return {
      id: `${event.id}.${date}`,
      seriesMasterId: event.id,
      type: moved ? 'exception' : 'occurrence',
      start: moved ? inUtc(moved.start) : at(event.start),
      end: moved ? inUtc(moved.end) : at(event.end),
      ...(moved && {
        subject: event.subject,
        changeKey: moved.changeKey,
        originalStart: originalStart.toUTC().toISO(),
        originalStartTimeZone: event.start.timeZone,
      }),
    };
  }
}

function inUtc({ dateTime, timeZone }: Moment): Moment {
  const isMidnight = dateTime.slice(11, 19) === '00:00:00';
  const zone = ZONES[timeZone] ?? 'utc';
  const at = isMidnight ? DateTime.fromISO(dateTime, { zone: 'utc' }) : DateTime.fromISO(dateTime, { zone });
  return { dateTime: at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'.0000000'"), timeZone: 'UTC' };
}

const isBetween = ({ start, end }: { start: Moment; end: Moment }, from: string, to: string) =>
  `${start.dateTime.slice(0, 19)}Z` < to && `${end.dateTime.slice(0, 19)}Z` > from.slice(0, 19);

function datesOf({ recurrence }: StoodEvent): string[] {
  if (!recurrence) return [];
  const { pattern, range } = recurrence;
  const dates: string[] = [];
  let day = DateTime.fromISO(range.startDate, { zone: 'utc' });
  const most = range.numberOfOccurrences ?? MOST;
  for (let step = 0; dates.length < most && step < 800; step++, day = day.plus({ days: 1 })) {
    const date = day.toFormat('yyyy-MM-dd');
    if (range.endDate && date > range.endDate) break;
    const isDaily = pattern.type === 'daily' && step % pattern.interval === 0;
    const isOfWeek =
      pattern.type === 'weekly' &&
      pattern.daysOfWeek?.includes(day.setLocale('en').toFormat('cccc').toLowerCase());
    if (isDaily || isOfWeek) dates.push(date);
  }
  return dates;
}
