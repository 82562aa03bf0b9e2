import { type BusLine, ProcessBus, type Topic } from '@clianta/crm-core/events/process-bus';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

const wordTopic: Topic<{ word: string }> = { name: 'word', schema: z.object({ word: z.string() }) };

export interface BusPlace {
  line(): BusLine;
  /** Those who listen miss what is said meanwhile. */
  interrupt(meanwhile: () => Promise<void>): Promise<void>;
}

/** What processes may rely on, whatever they tell each other over. */
export function processBusContract(name: string, place: () => BusPlace): void {
  describe(`what processes tell each other over ${name}`, () => {
    const open: ProcessBus[] = [];
    afterEach(async () => {
      for (const bus of open.splice(0)) await bus.close();
    });

    async function aProcess() {
      const bus = await ProcessBus.open(place().line());
      open.push(bus);
      const heard: string[] = [];
      let lost = 0;
      bus.on(wordTopic, ({ word }) => void heard.push(word));
      bus.onLost(() => lost++);
      const say = (...words: string[]) => {
        for (const word of words) bus.publish(wordTopic, { word });
      };
      return { bus, heard, say, lost: () => lost };
    }
    const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

    it('reaches every other process once and in order, and not the one that says it', async () => {
      const [one, two, three] = [await aProcess(), await aProcess(), await aProcess()];
      const words = Array.from({ length: 500 }, (_, index) => `word ${index}`);
      one.say(...words);
      two.say('hello');
      await eventually(() => {
        expect(two.heard).toEqual(words);
        expect(three.heard).toHaveLength(words.length + 1);
        expect(one.heard).toEqual(['hello']);
      });
      expect(three.heard.filter((word) => word !== 'hello')).toEqual(words);
      expect([one.lost(), two.lost(), three.lost()]).toEqual([0, 0, 0]);
    });

    it('a process that comes later hears from then on', async () => {
      const one = await aProcess();
      one.say('before');
      const two = await aProcess();
      one.say('after');
      await eventually(() => expect(two.heard).toContain('after'));
      two.say('me too');
      await eventually(() => expect(one.heard).toEqual(['me too']));
      expect(two.lost()).toBe(0);
    });

    it('a process is told that it has missed something', async () => {
      const [one, two] = [await aProcess(), await aProcess()];
      one.say('first');
      await eventually(() => expect(two.heard).toEqual(['first']));
      await place().interrupt(async () => one.say('missed'));
      await eventually(() => {
        one.say('again');
        expect(two.heard).toContain('again');
        expect(two.lost()).toBeGreaterThan(0);
      });
    });

    it('what is no such thing changes nothing', async () => {
      const [one, two] = [await aProcess(), await aProcess()];
      one.bus.publish({ name: 'word', schema: z.unknown() }, { word: 7 });
      one.say('fine');
      await eventually(() => expect(two.heard).toEqual(['fine']));
    });
  });
}
