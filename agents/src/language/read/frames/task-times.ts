import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, textOf } from '../../recognise/unit.ts';
import type { Request } from './frame.ts';

const repeating = (said: string) =>
  `I cannot make a task that repeats “${said}” yet. Name one day, and I will create it for that day.`;

const EVERYBODY = 'the team|the whole team|my team|our team|everyone|everybody|all of us';

/** "every Monday", "the day before it closes": times that a task cannot have. */
export function notYet({ clause, start, to, acts }: Request): string | undefined {
  if (!acts.has('remind') && !acts.has('todo') && !acts.has('create')) return undefined;
  const { units } = clause;
  const me = phraseAt(units, start + 1, 'me|us');
  const isRule =
    acts.has('remind') && me > 0 && phraseAt(units, start + 1 + me, 'if|when|whenever|once|as soon as') > 0;
  if (isRule)
    return `I cannot watch for “${textOf(clause, start + 1 + me, to)}” yet: alerts by a rule are not there. Name a day, and I will remind you then.`;
  const all = acts.has('remind') ? phraseAt(units, start + 1, EVERYBODY) : 0;
  if (all > 0)
    return `I cannot remind “${textOf(clause, start + 1, start + 1 + all)}” at once. Name the teammates, and each gets a task.`;
  const isPeriod = (at: number) =>
    units[at]?.time !== undefined ||
    /^(days?|weeks?|months?|quarter|morning|evening|years?|hours?)$/.test(normAt(units, at));
  for (let at = start; at < to - 1; at++) {
    const often = phraseAt(units, at, 'once a|twice a|once every|weekly|daily|monthly|quarterly|yearly');
    const isOften =
      often === 1 ||
      (often > 1 && isPeriod(at + often)) ||
      (/^(once|twice)$/.test(normAt(units, at)) && units[at + 1]?.time?.kind === 'length');
    if (isOften) return repeating(textOf(clause, at, at + (often > 1 ? often + 1 : often || 2)));
    if (/^(every|each)$/.test(normAt(units, at)) && isPeriod(at + 1))
      return repeating(textOf(clause, at, at + 2));
    const isCounted = /^(the|a|one)$/.test(normAt(units, at)) && isPeriod(at + 1) ? 1 : 0;
    const isLength = isCounted > 0 || units[at]?.time?.kind === 'length';
    if (isLength && /^(before|after)$/.test(normAt(units, at + isCounted + 1)))
      return `I cannot work out when “${textOf(clause, at, to)}” is. Say it as a date.`;
  }
  return undefined;
}
