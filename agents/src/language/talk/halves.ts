import { complexityOf } from '../decide/plan.ts';
import type { Understanding } from '../language-context.ts';
import { isReading } from '../read/frames/read-clause.ts';
import { phraseAt } from '../recognise/phrases.ts';
import type { Clause } from '../recognise/unit.ts';

const JOINT = ', and|and|;|,|. and|while|, while';

/**
 * "Lumen Health has 54 employees and Acme sits in Milwaukee": two that are told of, each with what is to be changed. Only
 * where each half alone is understood whole, and changes something.
 */
export async function inHalves(
  { units, message }: Clause,
  whole: Understanding,
  read: (half: string) => Promise<Understanding>,
): Promise<Understanding | undefined> {
  if (!/^(ask|unclear)$/.test(whole.kind) || units[0]?.kind !== 'name') return undefined;
  for (let at = 2; at < units.length - 2; at++) {
    const joint = phraseAt(units, at, JOINT);
    const second = units[at + joint];
    if (joint === 0 || second?.kind !== 'name') continue;
    const halves = [message.slice(0, units[at]?.start), message.slice(second.start)];
    const [first, last] = await Promise.all(halves.map(read));
    if (first?.kind !== 'commands' || last?.kind !== 'commands') continue;
    const commands = [...first.commands, ...last.commands];
    const isWhole = commands.every((command) => !isReading(command) && !command.aside?.length);
    if (isWhole) return { kind: 'commands', commands, complexity: complexityOf(commands) };
  }
  return undefined;
}
