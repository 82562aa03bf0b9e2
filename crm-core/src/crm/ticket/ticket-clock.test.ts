import { describe, expect, it } from 'vitest';
import { dueAfter, workedMs } from '../sla-policy/business-hours.ts';
import { DEFAULT_SLA, hoursOf, SlaPolicy } from '../sla-policy/sla-policy.schema.ts';
import { dueOf, pausesAfter, warnAt } from './ticket-clock.ts';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;
const at = (text: string) => new Date(`${text}+01:00`);
// a Friday
const ticket = { openedAt: at('2026-03-06T16:00'), status: 'open', priority: 'high' as const, pauses: [] };

describe('the clocks of a ticket', () => {
  it('run in working hours alone', () => {
    expect(dueOf(ticket, DEFAULT_SLA, ZONE)).toEqual({
      firstDueAt: at('2026-03-09T12:00'),
      resolveDueAt: at('2026-03-09T16:00'),
    });
    expect(warnAt(ticket, DEFAULT_SLA, ZONE).firstDueAt).toEqual(at('2026-03-09T11:00'));
  });

  it('stand still while it is on hold, and a change of priority or policy forgets no pause', () => {
    const pauses = [{ from: at('2026-03-09T10:00'), to: at('2026-03-09T12:00') }];
    expect(dueOf({ ...ticket, pauses }, DEFAULT_SLA, ZONE).resolveDueAt).toEqual(at('2026-03-10T10:00'));
    const slower = { ...DEFAULT_SLA, solveHigh: 9 };
    expect(dueOf({ ...ticket, pauses }, slower, ZONE).resolveDueAt).toEqual(at('2026-03-10T11:00'));
    expect(dueOf({ ...ticket, pauses, priority: 'urgent' }, DEFAULT_SLA, ZONE).resolveDueAt).toEqual(
      at('2026-03-09T14:00'),
    );
    expect(dueOf({ ...ticket, pauses: [{ from: at('2026-03-09T10:00') }] }, DEFAULT_SLA, ZONE)).toEqual({});
  });

  it('go on from where they were when it is opened again: the hold before it was solved counts no time', () => {
    const held = pausesAfter({ status: 'open', pauses: [] }, 'on_hold', at('2026-03-09T10:00'));
    const solved = pausesAfter({ status: 'on_hold', pauses: held }, 'resolved', at('2026-03-09T11:00'));
    expect(solved).toEqual([{ from: at('2026-03-09T10:00') }]);
    const again = pausesAfter({ status: 'resolved', pauses: solved }, 'open', at('2026-03-09T12:00'));
    expect(again).toEqual([{ from: at('2026-03-09T10:00'), to: at('2026-03-09T12:00') }]);
    expect(pausesAfter({ status: 'open', pauses: again }, 'open', at('2026-03-09T13:00'))).toEqual(again);
  });

  it('leave out holidays, lunch and the hour that a spring night lacks', () => {
    const withLunch = SlaPolicy.schema.parse({
      name: 'Lunch',
      hours: [1, 2, 3, 4, 5].flatMap((day) => [
        { day, from: '09:00', to: '12:00' },
        { day, from: '13:00', to: '17:00' },
      ]),
      extraHolidays: ['2026-03-09'],
    });
    expect(dueOf(ticket, withLunch, ZONE).firstDueAt).toEqual(at('2026-03-10T12:00'));
    const always = hoursOf(
      { ...DEFAULT_SLA, hours: [{ day: 7, from: '00:00', to: '24:00' }] },
      ZONE,
      ticket.openedAt,
    );
    const [sunday, monday] = [new Date('2026-03-29T00:00+01:00'), new Date('2026-03-30T00:00+02:00')];
    expect(workedMs(sunday, monday, [], always)).toBe(23 * HOUR);
  });

  it('know the holidays of a country', () => {
    const christmas = { ...ticket, openedAt: at('2026-12-24T16:00') };
    expect(dueOf(christmas, { ...DEFAULT_SLA, holidayCountry: 'DE' }, ZONE).firstDueAt).toEqual(
      at('2026-12-28T12:00'),
    );
    expect(dueOf(christmas, DEFAULT_SLA, ZONE).firstDueAt).toEqual(at('2026-12-25T12:00'));
  });

  it('always run where there are no hours, and have no end where there is no working day', () => {
    const hours = { spans: [], holidays: new Set<string>(), timeZone: ZONE };
    expect(dueAfter(ticket.openedAt, 30 * HOUR, [], hours)).toEqual(at('2026-03-07T22:00'));
    const never = { ...hours, spans: [{ day: 1, from: '09:00', to: '09:00' }] };
    expect(dueAfter(ticket.openedAt, HOUR, [], never)).toBeUndefined();
  });

  it('agree: what is due after so much time has worked that long then, whatever the pauses', () => {
    const hours = hoursOf(DEFAULT_SLA, ZONE, ticket.openedAt);
    for (let minutes = 1; minutes < 4_000; minutes += 97) {
      const pauses = [
        {
          from: new Date(ticket.openedAt.getTime() + minutes * 30_000),
          to: new Date(ticket.openedAt.getTime() + minutes * 90_000),
        },
        {
          from: new Date(ticket.openedAt.getTime() + minutes * 60_000),
          to: new Date(ticket.openedAt.getTime() + minutes * 120_000),
        },
      ];
      const due = dueAfter(ticket.openedAt, minutes * 60_000, pauses, hours);
      expect(due && workedMs(ticket.openedAt, due, pauses, hours)).toBe(minutes * 60_000);
    }
  });
});
