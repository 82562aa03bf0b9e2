import { type FoundSlots, findSlots } from '@clianta/crm-core/calendar/find-slots';
import type { Stretch } from '@clianta/crm-core/calendar/stretch';
import type { ToolContext, ToolQuestion } from '../../tool.ts';
import { counted, formatDay, listed } from '../../tools/format.ts';
import type { People } from './people-meant.ts';
import { elsewhere, lengthInWords, spanInWords } from './time-words.ts';

/** More than three nobody chooses from. */
const MOST = 3;

export interface Wanted {
  people: People;
  minutes: number;
  within: { from: Date; to: Date };
  /** What is made of the slot that is chosen. */
  call(slot: { from: string; to: string }): { tool: string; args: Record<string, unknown> };
}

/** Three slots to choose from, on every clock that matters; undefined when there is none. */
export async function offeredSlots(
  context: ToolContext,
  { people, minutes, within, call }: Wanted,
): Promise<{ question?: ToolQuestion; found: FoundSlots }> {
  const { crm, scope } = context;
  const found = await findSlots(crm, scope.workspaceId, {
    userIds: [scope.actor.id, ...people.team.flatMap(({ userId }) => userId ?? [])],
    within: stretch(within),
    minutes,
    most: MOST,
  });
  if (found.slots.length === 0) return { found };
  const clocks = await clocksOf(context, people);
  const options = found.slots.map(({ from, to }) => {
    const [begins, ends] = [new Date(from), new Date(to)];
    const others = elsewhere(begins, clocks, context);
    const label = spanInWords(begins, ends, context);
    const slot = { from: begins.toISOString(), to: ends.toISOString() };
    return { label, value: slot.from, ...(others && { detail: others }), call: call(slot) };
  });
  const who = people.guests.map(({ name }) => name);
  const text = `${counted(options.length, { one: 'time is', many: 'times are' })} free for ${lengthInWords(minutes)}${who.length > 0 ? ` with ${listed(who)}` : ''}. Which one?`;
  return { question: { text, options, argument: '' }, found };
}

/** Why nothing is free, in words. */
export async function whyNone(
  context: ToolContext,
  { notWorking, free }: FoundSlots,
  { minutes, within }: Pick<Wanted, 'minutes' | 'within'>,
): Promise<string> {
  const { team } = await context.crm.facts(context.scope.workspaceId);
  const nameOf = (id: string) =>
    id === context.scope.actor.id ? 'you' : (team.find((one) => one.id === id)?.name ?? 'somebody');
  const days = periodInWords(context, within);
  if (within.to <= context.now) return `${days} is over.`;
  if (notWorking.length > 0) {
    const names = notWorking.map(nameOf);
    const verb = names.length === 1 && names[0] !== 'you' ? 'does' : 'do';
    return `Nothing is free ${days}: ${listed(names)} ${verb} not work then.`;
  }
  const longest = Math.max(0, ...free.map(({ from, to }) => to - from)) / 60_000;
  return longest >= 15
    ? `Nothing is free for ${lengthInWords(minutes)} ${days}. The longest gap is ${lengthInWords(Math.floor(longest / 5) * 5)}.`
    : `Nothing is free ${days}: all of the working hours are taken.`;
}

/** "on Tue 27 Oct 2026", "from Mon 26 Oct 2026 to Fri 30 Oct 2026". */
export function periodInWords(context: ToolContext, { from, to }: { from: Date; to: Date }): string {
  const last = formatDay(new Date(to.getTime() - 1), context);
  const first = formatDay(from, context);
  if (first !== last) return `from ${first} to ${last}`;
  const isWhole = to.getTime() - from.getTime() > 20 * 3_600_000;
  return isWhole ? `on ${first}` : `on ${spanInWords(from, to, context)}`;
}

export const stretch = ({ from, to }: { from: Date; to: Date }): Stretch => ({
  from: from.getTime(),
  to: to.getTime(),
});

/** On whose clocks a time is said besides the caller's. */
export async function clocksOf(
  { crm, scope }: ToolContext,
  { team, contacts }: Pick<People, 'team' | 'contacts'>,
): Promise<Array<{ name: string; zone?: string | undefined }>> {
  const facts = await crm.facts(scope.workspaceId);
  return [
    ...team.map(({ name, userId }) => ({
      name,
      zone: facts.team.find(({ id }) => id === userId)?.timeZone ?? facts.timeZone,
    })),
    ...contacts.map(({ name, timeZone }) => ({ name, zone: timeZone })),
  ];
}
