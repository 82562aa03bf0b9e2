import { createBrief } from '@clianta/agents/agents/briefing/briefing.tools';
import { catalogue } from '@clianta/agents/registry';
import type { ToolResult } from '@clianta/agents/tool';
import { formatTime } from '@clianta/agents/tools/format';
import { readingContext } from '@clianta/agents/tools/reading-context';
import { keepTold, untold } from '@clianta/crm-core/automation/telling/tellings';
import {
  CalendarEvent,
  type TimedEvent,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { meetingsBetween } from '@clianta/crm-core/calendar/visible-events';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import type { JobContext } from '../job.ts';
import { tell } from '../tell.ts';
import type { ClockJob, Tick } from './clock-job.ts';
import { membersOf } from './members-of.ts';

const MINUTE_MS = 60_000;
/** It is looked every half hour, so a brief comes 30 to 60 minutes before; after an outage later, but not at the door. */
const LONGEST_AHEAD_MS = 60 * MINUTE_MS;
const LEAST_AHEAD_MS = 5 * MINUTE_MS;
/** Of each part of a brief; the whole is a sentence away. */
const MOST_OF_PART = 3;
const LONGEST_BODY = 1_900;

/** Gives people a brief before they meet somebody from outside, once for each meeting. */
export const prepareMeetings: ClockJob = {
  name: 'meeting_prep',
  async run(context, tick) {
    let told = 0;
    for (const { userId } of await membersOf(context.crm, tick.workspaceId))
      told += await prepare(context, tick, userId);
    return `${told} briefs`;
  },
};

async function prepare(context: JobContext, { workspaceId, slot }: Tick, userId: string): Promise<number> {
  const { crm } = context;
  const now = crm.now().getTime();
  const scope = await scopeOfMember(crm, workspaceId, userId, 'job');
  const [from, to] = [new Date(now + LEAST_AHEAD_MS), new Date(now + LONGEST_AHEAD_MS)];
  const soon = (await meetingsBetween(crm, scope, [userId], from, to)).filter(
    ({ event, at }) => at.startAt >= from && at.startAt < to && isWithOutsiders(event),
  );
  const person = { workspaceId, userId, slot: `brief ${slot}` };
  const keyOf = ({ event, at }: (typeof soon)[number]) => `brief:${event.id}:${at.startAt.toISOString()}`;
  const fresh = await untold(crm, person, soon.map(keyOf));
  const news = soon.filter((one) => fresh.has(keyOf(one)));
  for (const one of news) {
    const brief = await briefOf(context, scope, one.event);
    const local = await crm.localOf(workspaceId, userId);
    await tell(context, {
      workspaceId,
      userId,
      kind: 'reminder',
      key: keyOf(one),
      title: `Brief for ${one.event.title}, ${formatTime(one.at.startAt, local)}`,
      ...(brief && { body: bodyOf(brief) }),
      because: 'You meet somebody from outside within the hour.',
      entity: CalendarEvent.name,
      recordId: one.event.id,
      at: crm.now(),
    });
  }
  if (news.length > 0) await keepTold(crm, person, news.map(keyOf));
  return news.length;
}

const isWithOutsiders = ({ attendees, contactIds, companyId }: TimedEvent): boolean =>
  attendees.some(({ userId }) => !userId) || contactIds.length > 0 || companyId !== undefined;

/** What there is to know of whom it is with; undefined where it names no record. */
async function briefOf(
  { crm }: JobContext,
  scope: Scope,
  { contactIds, companyId, opportunityId }: TimedEvent,
): Promise<ToolResult | undefined> {
  const [contact] = contactIds;
  const about = {
    ...(contact && { contact }),
    ...(companyId && { company: companyId }),
    ...(!contact && !companyId && opportunityId && { deal: opportunityId }),
  };
  if (Object.keys(about).length === 0) return undefined;
  return createBrief.run({ ...about, occasion: 'meeting' }, await readingContext(crm, catalogue, scope));
}

function bodyOf({ text, cards = [] }: ToolResult): string {
  const parts = cards.flatMap((card) =>
    card.type === 'brief'
      ? card.sections.map(
          ({ heading, items }) =>
            `${heading}\n${items
              .slice(0, MOST_OF_PART)
              .map((item) => `- ${item.text}`)
              .join('\n')}`,
        )
      : [],
  );
  return [text.replaceAll('**', ''), ...parts].join('\n\n').slice(0, LONGEST_BODY);
}
