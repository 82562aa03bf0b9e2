import type { Understanding } from '../language-context.ts';
import { phraseAt } from '../recognise/phrases.ts';
import type { Clause } from '../recognise/unit.ts';

const FIRST = 'first|earliest|next|soonest|very first';
const TIME =
  'time|slot|opportunity|moment|gap|chance|time slot|free slot|free time|free moment|available time|available slot|opening';
const FREE = `i am free|i am available|i have free|i can do|i can|i can make it|i can make|that i am free|that i am available|when i am free|when i am available|i have time|
  that works for me|that i have free|where i am free|i have a gap|i have an opening|i have available|in my calendar|on my calendar|that i can do`;
const AS_SOON =
  'as soon as i am free|as soon as i am available|as soon as i can|whenever i am first free|when i am first free|when i am next free';

const TOOL = 'schedule_meeting';

/**
 * "at the first time I'm free tomorrow": the order without it, and that the first free time is to be taken.
 *
 * @returns undefined where nobody says so, or nothing is scheduled
 */
export async function atFirstFree(
  { units, message }: Clause,
  read: (text: string) => Promise<Understanding>,
): Promise<Understanding | undefined> {
  for (let at = 0; at < units.length; at++) {
    const length = lengthAt(units, at);
    const first = units[at];
    const last = units[at + length - 1];
    if (length === 0 || !first || !last) continue;
    const understood = await read(`${message.slice(0, first.start)}${message.slice(last.end).trimStart()}`);
    const commands = understood.kind === 'commands' ? understood.commands : [];
    if (commands.filter(({ tool }) => tool === TOOL).length !== 1) return undefined;
    return {
      ...(understood as Extract<Understanding, { kind: 'commands' }>),
      commands: commands.map((one) =>
        one.tool === TOOL ? { ...one, args: { ...one.args, firstFree: true } } : one,
      ),
    };
  }
  return undefined;
}

function lengthAt(units: Clause['units'], at: number): number {
  const soon = phraseAt(units, at, AS_SOON);
  if (soon > 0) return soon;
  const lead = phraseAt(units, at, 'at the|in the|for the|at my|in my|for my|on the');
  const first = lead > 0 ? phraseAt(units, at + lead, FIRST) : 0;
  const time = first > 0 ? phraseAt(units, at + lead + first, TIME) : 0;
  if (time === 0) return 0;
  const free = phraseAt(units, at + lead + first + time, FREE);
  const isSaid =
    free > 0 ||
    units[at + lead + first]?.norm === 'free' ||
    /^free|available/.test(units[at + lead + first]?.norm ?? '');
  return isSaid ? lead + first + time + free : 0;
}
