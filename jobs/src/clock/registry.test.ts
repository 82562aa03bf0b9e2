import { CLOCK_WORK_NAMES } from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import { expect, it } from 'vitest';
import { clockJobs } from './registry.ts';

it('does everything that the clock has in a workspace, each once', () => {
  expect(clockJobs.map(({ name }) => name).sort()).toEqual([...CLOCK_WORK_NAMES].sort());
});
