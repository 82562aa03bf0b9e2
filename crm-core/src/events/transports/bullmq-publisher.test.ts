import { describe, expect, it } from 'vitest';
import { jobIdOf } from './bullmq-publisher.ts';

describe('the job id of an event', () => {
  it('has no colon, is not a number, and stays different for different events', () => {
    const ids = ['a:b', 'a%3Ab', 'a%253Ab', '12', '%12', 'a-0', '6b03e089-0'];
    const jobIds = ids.map(jobIdOf);
    expect(jobIds.filter((id) => id.includes(':') || /^\d+$/.test(id))).toEqual([]);
    expect(new Set(jobIds).size).toBe(ids.length);
    expect(jobIdOf('6b03e089-0')).toBe('6b03e089-0');
  });
});
