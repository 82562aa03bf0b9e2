import type { LanguageContext } from '../language-context.ts';
import { skipCourtesy } from '../read/grammar/asides.ts';
import { actsAt } from '../read/grammar/clause-head.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, sensesAt } from '../recognise/unit.ts';
import { tokenise } from '../text/tokenise.ts';

const FOR_THAT = 'for that|for this|for it|out of that|out of this|from that|for all that';
/** Smaller numbers without a currency are counts: "40 seats". */
const LEAST_AMOUNT = 1000;

/** "Put a deal in for that", after a call was logged: for the company that was spoken of, with the amount that was said. */
export async function dealForThat(clause: Clause, context: LanguageContext): Promise<string | undefined> {
  const { units } = clause;
  const start = skipCourtesy(clause, 0, units.length);
  const isNew = actsAt(clause, start).has('create') || phraseAt(units, start, 'put|open|make|start|log') > 0;
  const at = units.findIndex((_, place) => place > start && phraseAt(units, place, FOR_THAT) > 0);
  const isDeal = units
    .slice(start, Math.max(at, start))
    .some((_, place) =>
      sensesAt(clause, start + place, 'entity').some(({ sense }) => sense.entity === 'opportunity'),
    );
  const rest = units.slice(at + phraseAt(units, at, FOR_THAT));
  if (
    !isNew ||
    !isDeal ||
    at < 0 ||
    rest.some(({ norm }) => !/^([\p{P}]|please|too|now|thanks)$/u.test(norm))
  )
    return undefined;
  const near = context.focus.slice(0, 3);
  const who =
    near.find(({ entity }) => entity === 'company') ?? near.find(({ entity }) => entity === 'contact');
  const said = tokenise((await context.lastWrite?.())?.message ?? '');
  const amount = said.findLast(
    ({ kind, value = 0 }) => kind === 'money' || (kind === 'number' && value >= LEAST_AMOUNT),
  );
  return who && amount ? `create a ${amount.text} deal for ${who.title}` : undefined;
}
