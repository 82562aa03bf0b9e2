import type { Catalogue } from '../../catalogue.ts';
import { callWith } from '../../memory/open-question.ts';
import { slotNamed } from '../../slot.ts';
import type { LanguageContext, Understanding } from '../language-context.ts';
import type { Request } from '../read/frames/frame.ts';
import { fillsAt } from '../read/sayings/fills.ts';
import { isGrammar, isMark } from '../read/sayings/offered.ts';
import type { NameLookup } from '../recognise/names/known-names.ts';
import type { Clause } from '../recognise/unit.ts';
import { answered } from './answer-question.ts';

/** "Friday at 3", "the one for Acme": what was asked for, said by itself and read as what the argument takes. */
export function answerByArgument(
  clause: Clause,
  context: LanguageContext,
  lookup: NameLookup,
  catalogue: Catalogue,
): Understanding | undefined {
  const { question } = context;
  const tool = question && catalogue.tool(question.tool)?.tool;
  const slot = tool && slotNamed(tool.input, question.argument);
  if (!question || !slot || question.since !== undefined) return undefined;
  const { units, message } = clause;
  const from = units.findIndex(({ kind, norm }) => kind !== 'word' || !isGrammar(norm));
  const request: Request = {
    ...{ clause, context, lookup, introduced: [], start: 0, to: units.length },
    ...{ acts: new Map(), isQuestion: false },
  };
  const fill = [0, from]
    .flatMap((at) => (at < 0 ? [] : fillsAt(request, at, slot)))
    .find(({ cost, to }) => cost === 0 && units.slice(to).every(isMark));
  return fill && answered(callWith(question, fill.value), message, catalogue);
}
