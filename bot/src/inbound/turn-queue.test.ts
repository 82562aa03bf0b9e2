import { RateLimitedError } from '@clianta/crm-core/errors';
import { expect, it } from 'vitest';
import { TurnQueue } from './turn-queue.ts';

/** A turn that runs until it is let go, and who has begun in which order. */
function aStage(queue: TurnQueue) {
  const begun: string[] = [];
  const waits = new Map<string, number>();
  const endings: Array<() => void> = [];
  return {
    begun,
    waits,
    ask(userId: string, name = userId) {
      const turn = () => {
        begun.push(name);
        return new Promise<void>((end) => endings.push(end));
      };
      const onDone = queue.admit(userId);
      return queue.run(userId, turn, (before) => waits.set(name, before)).finally(onDone);
    },
    async endOne() {
      endings.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('runs a few at once and tells the others how many come before them', async () => {
  const stage = aStage(new TurnQueue({ atOnce: 2 }));
  for (const name of ['a1', 'a2', 'a3', 'a4']) void stage.ask('a', name);
  void stage.ask('b', 'b1');
  expect(stage.begun).toEqual(['a1', 'a2']);
  expect([...stage.waits]).toEqual([
    ['a3', 2],
    ['a4', 3],
    // one of a's comes before it, not both
    ['b1', 3],
  ]);
});

it('lets people take turns, however much one of them has asked for', async () => {
  const stage = aStage(new TurnQueue({ atOnce: 1 }));
  for (let i = 1; i <= 4; i++) void stage.ask('greedy', `greedy${i}`);
  void stage.ask('one');
  void stage.ask('two');
  for (let i = 0; i < 6; i++) await stage.endOne();
  expect(stage.begun).toEqual(['greedy1', 'greedy2', 'one', 'two', 'greedy3', 'greedy4']);
});

it('goes on after a turn that failed', async () => {
  const queue = new TurnQueue({ atOnce: 1 });
  const fail = () => Promise.reject(new Error('failed'));
  await expect(queue.run('a', fail, () => {})).rejects.toThrow('failed');
  await expect(
    queue.run(
      'a',
      async () => 'done',
      () => {},
    ),
  ).resolves.toBe('done');
});

it('refuses more than can be done soon, the greedy first, and takes it again once there is room', async () => {
  const queue = new TurnQueue({ atOnce: 1, roomy: 4, most: 8 });
  const stage = aStage(queue);
  void stage.ask('b', 'b1');
  void stage.ask('b', 'b2');
  for (let i = 1; i <= 4; i++) {
    void stage.ask('greedy', `greedy${i}`);
  }
  expect(() => queue.admit('greedy')).toThrow(RateLimitedError);
  expect(() => queue.admit('greedy')).toThrow(
    'Clianta is busy: 6 requests wait, 4 of them yours. Please try again in 6 seconds.',
  );
  queue.admit('b')();
  queue.admit('newcomer')();
  for (let i = 0; i < 3; i++) await stage.endOne();
  queue.admit('greedy')();
});

it('takes one request of somebody who waits for nothing, however full it is', () => {
  const queue = new TurnQueue({ atOnce: 1, roomy: 2, most: 2 });
  const stage = aStage(queue);
  for (const name of ['a', 'b', 'c']) {
    void stage.ask(name);
  }
  expect(() => queue.admit('a')).toThrow(RateLimitedError);
});
