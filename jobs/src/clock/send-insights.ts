import { catalogue } from '@clianta/agents/registry';
import { insightsOf } from '@clianta/agents/reports/insights';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { keepTold, untold } from '@clianta/crm-core/automation/telling/tellings';
import {
  NoticePreference,
  type NoticePreferenceRecord,
} from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { dayOf } from '@clianta/crm-core/entity/days';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import { DateTime } from 'luxon';
import type { JobContext } from '../job.ts';
import { tell } from '../tell.ts';
import type { ClockJob, Tick } from './clock-job.ts';
import { type Member, membersOf } from './members-of.ts';

const MORNING = '08:00';

/**
 * Tells each person, in the morning on their own clock, what yesterday brought. Where there is nothing new nothing is sent.
 * It is looked once a day, made up for on the same day; whoever came today is told from tomorrow on.
 */
export const sendInsights: ClockJob = {
  name: 'insights',
  async run(context, tick) {
    const { records: preferences } = await context.crm
      .records(NoticePreference)
      .find(systemScope(tick.workspaceId), { limit: 500 });
    let sent = 0;
    for (const member of await membersOf(context.crm, tick.workspaceId)) {
      const own = preferences.find(({ userId }) => userId === member.userId);
      if (await sendTo(context, tick, member, own)) sent++;
    }
    return `${sent} told`;
  },
};

async function sendTo(
  context: JobContext,
  { workspaceId, slot }: Tick,
  { userId, joinedAt }: Member,
  preference: NoticePreferenceRecord | undefined,
): Promise<boolean> {
  const { crm } = context;
  const { timeZone } = await crm.localOf(workspaceId, userId);
  const now = DateTime.fromJSDate(crm.now(), { zone: timeZone });
  const day = now.toFormat('yyyy-MM-dd');
  const { insightsAt = MORNING, insightsOn } = preference ?? {};
  const isDay = insightsOn !== 'never' && (insightsOn !== 'weekdays' || now.weekday <= 5);
  if (!isDay || now.toFormat('HH:mm') < insightsAt || dayOf(joinedAt, timeZone) >= day) return false;
  const person = { workspaceId, userId, slot: `insights ${slot}` };
  const key = `insights:${day}`;
  if (!(await untold(crm, person, [key])).has(key)) return false;
  const scope = await scopeOfMember(crm, workspaceId, userId, 'job');
  const insights = await insightsOf(await readingContext(crm, catalogue, scope));
  if (insights)
    await tell(context, {
      workspaceId,
      userId,
      kind: 'report',
      key,
      ...insights,
      because:
        'You are told in the morning what yesterday brought. Say “no insights on weekends” or “insights at 7”.',
      at: crm.now(),
    });
  await keepTold(crm, person, [key]);
  return insights !== undefined;
}
