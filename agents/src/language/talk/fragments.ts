import type { Catalogue } from '../../catalogue.ts';
import { slotNamed } from '../../slot.ts';
import type { Command } from '../language-context.ts';
import { isReading } from '../read/frames/read-clause.ts';
import type { Span } from '../read/grammar/clauses.ts';
import { phraseAt } from '../recognise/phrases.ts';
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

const SEEN =
  'list|a list|as a list|as list|list them|show|show me|show them|numbers|in a list|table|as a table';

/** "Contacts with consent. List please": what was just asked for is to be seen, and nothing else. */
export const isOnlySeen = ({ units }: Clause, { from, to }: Span, before: readonly Command[]): boolean =>
  before.length > 0 &&
  before.every(isReading) &&
  phraseAt(units, from, SEEN) >=
    units.slice(from, to).filter(({ norm }) => !MARK.test(norm) && !/^(please|pls|plz)$/.test(norm)).length;
