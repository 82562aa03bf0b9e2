import { InvalidError, UpstreamError } from '@clianta/crm-core/errors';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { EventTransport } from '@clianta/crm-core/events/event-transport';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anEvent } from '../support/events.ts';

/** Short waits in place of 1 s, 5 s and 30 s. */
export const TEST_DELAYS_MS = [20, 40, 60];

/** Short limits in place of 60 s for a handler and 3 s for closing. */
export const TEST_LIMITS = { handlerLimitMs: 400, closeMs: 300 };

/** A time of day that the clocks of a far place will show in so many milliseconds, rounded up to a second. */
function localTimeIn(ms: number) {
  const timeZone = 'Asia/Kathmandu';
  const at = DateTime.fromMillis(Math.ceil((Date.now() + ms) / 1_000) * 1_000, { zone: timeZone });
  return { time: at.toFormat('HH:mm:ss'), timeZone };
}

/**
 * What every transport promises.
 *
 * @param open - with the same `state` a transport finds what an earlier one has left
 */
export function eventTransportContract(name: string, open: (state?: string) => EventTransport): void {
  describe(`event transport: ${name}`, () => {
    let transport: EventTransport;

    beforeEach(() => {
      transport = open();
    });
    afterEach(() => transport.close());

    /** Consumes crm-events and remembers what came. */
    async function collect(handle: (event: DomainEvent) => Promise<void> = async () => {}) {
      const seen: DomainEvent[] = [];
      await transport.consume('crm-events', async (event) => {
        seen.push(event);
        await handle(event);
      });
      return seen;
    }

    it('hands the event over as it was, dates inside the changes as ISO text', async () => {
      const seen = await collect();
      const event = anEvent({ via: 'contactAgent', channel: 'slack', turnId: 't1' });
      await transport.publish('crm-events', event);
      await transport.drain(5_000);
      expect(seen).toEqual([
        { ...event, after: { name: 'Jane Doe', lastContactedAt: '2026-04-01T00:00:00.000Z' } },
      ]);
    });

    it('keeps an event until there is a consumer', async () => {
      const handedOver = transport.publish('crm-events', anEvent());
      await new Promise((resolve) => setTimeout(resolve, 50));
      const seen = await collect();
      await handedOver;
      await transport.drain(5_000);
      expect(seen).toHaveLength(1);
    });

    it('has what waits say what it is rewritten to, in all of its queues', async () => {
      const handedOver = transport.publish('crm-events', anEvent({ recordTitle: 'Jane Doe' }));
      await new Promise((resolve) => setTimeout(resolve, 100));
      let looked = 0;
      await transport.rewrite((payload) => {
        looked++;
        const text = JSON.stringify(payload);
        return text.includes('Jane Doe') ? JSON.parse(text.replaceAll('Jane Doe', '[erased]')) : payload;
      });
      const seen = await collect();
      await handedOver;
      await transport.drain(5_000);
      expect(looked).toBe(1);
      expect(seen).toMatchObject([{ recordTitle: '[erased]', after: { name: '[erased]' } }]);
      await transport.rewrite((payload) => {
        expect(JSON.stringify(payload)).not.toContain('Jane Doe');
        return payload;
      });
    });

    it('handles an event once that is published several times while it waits', async () => {
      const event = anEvent();
      const handedOver = [1, 2, 3].map(() => transport.publish('crm-events', event));
      const seen = await collect();
      await Promise.all(handedOver);
      await transport.drain(5_000);
      expect(seen).toHaveLength(1);
    });

    it('takes ids with colons and ids of digits only', async () => {
      const seen = await collect();
      const ids = ['turn:7:0-0', '12345', 'a%3Ab', 'a:b'];
      await Promise.all(ids.map((id) => transport.publish('crm-events', anEvent({ id }))));
      await transport.drain(5_000);
      expect(seen.map((event) => event.id).sort()).toEqual([...ids].sort());
    });

    it('keeps the queues apart', async () => {
      const seen = await collect();
      const timeline: string[] = [];
      await transport.consume('crm-activity-log', async (event) => void timeline.push(event.id));
      const [a, b] = [anEvent(), anEvent()];
      await Promise.all([transport.publish('crm-events', a), transport.publish('crm-activity-log', b)]);
      await transport.drain(5_000);
      expect(seen.map((event) => event.id)).toEqual([a.id]);
      expect(timeline).toEqual([b.id]);
    });

    it('lets a handler publish to another queue', async () => {
      const timeline: string[] = [];
      await transport.consume('crm-activity-log', async (event) => void timeline.push(event.id));
      await collect((event) => transport.publish('crm-activity-log', event));
      const events = Array.from({ length: 100 }, () => anEvent());
      await Promise.all(events.map((event) => transport.publish('crm-events', event)));
      await transport.drain(10_000);
      expect(new Set(timeline)).toEqual(new Set(events.map((event) => event.id)));
    });

    it('tries a failed event again until it succeeds, and leaves no dead letter', async () => {
      let failures = 0;
      const seen = await collect(async () => {
        if (++failures <= 3) throw new Error('database away');
      });
      await transport.publish('crm-events', anEvent());
      await transport.drain(10_000);
      expect(seen).toHaveLength(4);
      expect(await transport.deadLetters(10)).toEqual([]);
    });

    it('puts an event that fails four times into the dead-letter queue, with the error', async () => {
      const seen = await collect(async () => {
        throw new UpstreamError('mail server away');
      });
      const event = anEvent();
      await transport.publish('crm-events', event);
      await transport.drain(10_000);
      expect(seen).toHaveLength(4);
      const [letter, ...others] = await transport.deadLetters(10);
      expect(others).toEqual([]);
      expect(letter).toMatchObject({
        id: `crm-events.${event.id}`,
        queue: 'crm-events',
        error: 'UpstreamError: mail server away',
        attempts: 4,
        event: { id: event.id, type: 'contact.created' },
      });
      expect(letter?.failedAt).toBeInstanceOf(Date);
    });

    it('does not try an invalid event again', async () => {
      const seen = await collect(async () => {
        throw new InvalidError('has no name');
      });
      await transport.publish('crm-events', anEvent());
      await transport.drain(5_000);
      expect(seen).toHaveLength(1);
      expect(await transport.deadLetters(10)).toMatchObject([
        { attempts: 1, error: 'InvalidError: has no name' },
      ]);
    });

    it('does not show a handler what is no event', async () => {
      const seen = await collect();
      await transport.publish('crm-events', anEvent({ type: 'exploded' }));
      await transport.drain(5_000);
      expect(seen).toEqual([]);
      const [letter] = await transport.deadLetters(10);
      expect(letter?.error).toContain('is not the name of an event');
    });

    it('delivers a dead letter again on request', async () => {
      let isBroken = true;
      const seen = await collect(async () => {
        if (isBroken) throw new InvalidError('no');
      });
      const event = anEvent();
      await transport.publish('crm-events', event);
      await transport.drain(5_000);
      await transport.redeliver(`crm-events.${event.id}`);
      await transport.drain(5_000);
      expect(await transport.deadLetters(10)).toHaveLength(1);
      isBroken = false;
      await transport.redeliver(`crm-events.${event.id}`);
      await transport.drain(5_000);
      expect(seen).toHaveLength(3);
      expect(await transport.deadLetters(10)).toEqual([]);
      await expect(transport.redeliver('crm-events.unknown')).rejects.toMatchObject({ code: 'not_found' });
    });

    it('goes on with other events while a failing one waits for its next attempt', async () => {
      const order: string[] = [];
      const bad = anEvent();
      const good = Array.from({ length: 50 }, () => anEvent());
      await collect(async (event) => {
        if (event.id === bad.id && !order.includes(good.at(-1)?.id ?? '')) throw new Error('not yet');
        order.push(event.id);
      });
      await Promise.all([bad, ...good].map((event) => transport.publish('crm-events', event)));
      await transport.drain(10_000);
      expect(order).toHaveLength(51);
      expect(order.at(-1)).toBe(bad.id);
    });

    it('refuses a second consumer of a queue', async () => {
      await collect();
      await expect(transport.consume('crm-events', async () => {})).rejects.toThrow('has a consumer already');
    });

    it('runs scheduled work now and again, never twice at once, and survives a failing run', async () => {
      let runs = 0;
      let running = 0;
      let most = 0;
      await transport.schedule({
        name: `tick-${Math.random()}`,
        everyMs: 100,
        async run() {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 30));
          running--;
          if (++runs === 1) throw new Error('first run fails');
        },
      });
      await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(3), 10_000);
      expect(most).toBe(1);
    });

    it('runs daily work at its local time, and not before', async () => {
      const runs: number[] = [];
      const dailyAt = localTimeIn(1_000);
      const begun = Date.now();
      await transport.schedule({ name: 'daily', dailyAt, run: async () => void runs.push(Date.now()) });
      await vi.waitFor(() => expect(runs).toHaveLength(1), 10_000);
      expect(runs[0]).toBeGreaterThanOrEqual(begun + 1_000);
      await expect(
        transport.schedule({ name: 'never', dailyAt: { ...dailyAt, time: '25:00' }, run: async () => {} }),
      ).rejects.toThrow('no time of day');
    });

    it('makes up once for daily work that was missed while nothing ran', async () => {
      let runs = 0;
      const work = { name: 'daily', dailyAt: localTimeIn(1_000), run: async () => void runs++ };
      const state = `missed-${name}`;
      const before = open(state);
      await before.schedule(work);
      await before.close();
      await new Promise((resolve) => setTimeout(resolve, 2_200));
      for (const expected of [1, 1]) {
        const after = open(state);
        await after.schedule(work);
        await vi.waitFor(() => expect(runs).toBe(expected), 10_000);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await after.close();
        expect(runs).toBe(1);
      }
    });

    it('lets a running handler finish when it is closed', async () => {
      let isDone = false;
      let begun = () => {};
      const hasBegun = new Promise<void>((resolve) => {
        begun = resolve;
      });
      await collect(async () => {
        begun();
        await new Promise((resolve) => setTimeout(resolve, 100));
        isDone = true;
      });
      void transport.publish('crm-events', anEvent()).catch(() => {});
      await hasBegun;
      await transport.close();
      expect(isDone).toBe(true);
      expect(await transport.isHealthy()).toBe(false);
    });

    it('gives up on a handler that hangs, tries again, and lets the others pass meanwhile', async () => {
      const hanging = anEvent();
      let isStuck = true;
      const seen = await collect(async (event) => {
        if (event.id === hanging.id && isStuck) await new Promise(() => {});
      });
      const handedOver = transport.publish('crm-events', hanging).catch(() => {});
      await vi.waitFor(() => expect(seen).toHaveLength(1));
      isStuck = false;
      await transport.publish('crm-events', anEvent());
      await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(2));
      await handedOver;
      await transport.drain(5_000);
      expect(seen.filter(({ id }) => id === hanging.id)).toHaveLength(2);
      expect(await transport.deadLetters(10)).toEqual([]);
    });

    it('buries an event whose handler always hangs, saying so', async () => {
      await collect(() => new Promise(() => {}));
      void transport.publish('crm-events', anEvent()).catch(() => {});
      await vi.waitFor(
        async () =>
          expect(await transport.deadLetters(10)).toMatchObject([{ error: /longer than/, attempts: 4 }]),
        8_000,
      );
    });

    it('is closed in time while handlers and scheduled work hang', async () => {
      const seen = await collect(() => new Promise(() => {}));
      let isWorking = false;
      await transport.schedule({
        name: 'hanging',
        everyMs: 60_000,
        run: () => {
          isWorking = true;
          return new Promise(() => {});
        },
      });
      for (let i = 0; i < 3; i++) void transport.publish('crm-events', anEvent()).catch(() => {});
      await vi.waitFor(() => expect(isWorking && seen.length === 3).toBe(true), 5_000);
      const startedAt = performance.now();
      await transport.close();
      expect(performance.now() - startedAt).toBeLessThan(TEST_LIMITS.closeMs + 1_000);
    });

    it('says that it is healthy', async () => {
      await collect();
      await vi.waitFor(async () => expect(await transport.isHealthy()).toBe(true));
    });
  });
}
