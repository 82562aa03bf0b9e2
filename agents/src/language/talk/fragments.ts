import type { Catalogue } from '../../catalogue.ts';
import { slotNamed } from '../../slot.ts';
import type { Command } from '../language-context.ts';
import type { Span } from '../read/grammar/clauses.ts';
import type { Clause } from '../recognise/unit.ts';

/** More words than that are a sentence. */
const MOST_WORDS = 4;
const MARK = /^[\p{P}\p{S}\n]$/u;
const AROUND = /^(please|pls|and|with|as|it|is|of|a|an|the|prio)$/;

/** "New ticket: the export fails. High.": what stands alone behind a new record is the one argument that it can be. */
export function withFragment(
  command: Command | undefined,
  { units }: Clause,
  { from, to }: Span,
  catalogue: Catalogue,
): Command | undefined {
  const tool = command && catalogue.tool(command.tool)?.tool;
  const words = units
    .slice(from, to)
    .filter(({ norm }) => !MARK.test(norm))
    .map(({ norm }) => norm);
  if (!command || tool?.operation !== 'create' || words.length > MOST_WORDS) return undefined;
  const places = Object.keys(tool.input.shape).flatMap((name) => {
    const slot = slotNamed(tool.input, name);
    if (slot?.kind !== 'option' || command.args[name] !== undefined) return [];
    const said = words.filter((word) => !AROUND.test(word) && word !== name).join('_');
    return slot.options.includes(said) ? [{ name, value: said }] : [];
  });
  const [place, ...others] = places;
  if (!place || others.length > 0) return undefined;
  return { ...command, args: { ...command.args, [place.name]: place.value } };
}
