import { dueAfter, workedMs } from '@clianta/crm-core/crm/sla-policy/business-hours';
import { hoursOf } from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { slaRules } from '@clianta/crm-core/crm/ticket/sla-of';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { DateTime } from 'luxon';

const A_MOMENT_MS = 1_000;

export interface Opening {
  isOpen: boolean;
  /** "Monday at 9:00 am (Europe/Berlin)"; undefined while it is open, or when the hours never come. */
  next?: string | undefined;
}

/** Whether the team works now, by the hours of the policy that holds by itself; and when it does again, on its own clock. */
export async function openingOf(crm: CrmCore, workspaceId: string): Promise<Opening> {
  const now = crm.now();
  const [{ of, timeZone }, { locale }] = await Promise.all([
    slaRules(crm, workspaceId),
    crm.localOf(workspaceId, undefined as never),
  ]);
  const hours = hoursOf(of({}), timeZone, now);
  if (workedMs(now, new Date(now.getTime() + A_MOMENT_MS), [], hours) > 0) return { isOpen: true };
  const at = dueAfter(now, A_MOMENT_MS, [], hours);
  if (!at) return { isOpen: false };
  const opens = DateTime.fromJSDate(at, { zone: hours.timeZone }).set({ second: 0 }).setLocale(locale);
  return {
    isOpen: false,
    next: `${opens.toFormat('cccc')} at ${opens.toLocaleString(DateTime.TIME_SIMPLE)} (${hours.timeZone})`,
  };
}
