import {
  CLOCK_WORK,
  CLOCK_WORK_NAMES,
  type ClockWorkName,
} from '@clianta/crm-core/automation/workspace-schedule/clock-work';
import type { WorkspaceScheduleRecord } from '@clianta/crm-core/automation/workspace-schedule/workspace-schedule.schema';
import { preferenceOf } from '@clianta/crm-core/conversations/notice/set-notices';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { ToolContext } from '../../../../tool.ts';
import { formatDate } from '../../../../tools/format.ts';
import { WORK_WORDS } from './work-words.ts';

/** A work of the clock, as people call it. */
export const jobShape = slot({ kind: 'option', options: Object.keys(WORK_WORDS) }, z.string().max(60));

/** @throws InvalidError naming what there is */
export function workCalled(words: string): ClockWorkName {
  const name = words.trim().toLowerCase();
  const work = WORK_WORDS[name] ?? CLOCK_WORK_NAMES.find((one) => one === name);
  if (work) return work;
  const all = CLOCK_WORK_NAMES.map((one) => CLOCK_WORK[one].label.toLowerCase()).join(', ');
  throw new InvalidError(`The clock does no “${words}”. It does: ${all}.`);
}

export function scheduleInWords(
  context: ToolContext,
  name: ClockWorkName,
  { isOn, nextAt, lastRunAt, lastResult }: WorkspaceScheduleRecord,
): string {
  const { label, says } = CLOCK_WORK[name];
  const next = !isOn ? 'off' : nextAt ? `next ${formatDate(nextAt, context)}` : 'soon';
  const last = lastRunAt ? `; last ${formatDate(lastRunAt, context)}: ${lastResult ?? 'done'}` : '';
  return `**${label}** ${says}; ${next}${last}`;
}

/** When the person is told what yesterday brought. */
export async function insightsInWords({ crm, scope }: ToolContext): Promise<string> {
  const { insightsAt = '08:00', insightsOn = 'every_day' } = (await preferenceOf(crm, scope)) ?? {};
  if (insightsOn === 'never') return 'no more';
  return `at ${insightsAt}${insightsOn === 'weekdays' ? ', not on weekends' : ' every day'}, when there is something new`;
}
