import type { Tool } from '../tool.ts';

/**
 * What people say to the tools of an agent, by the tool's name. `{slot}` stands where a value of that argument is said:
 * `move {deal} to {stage}`, a nested one with a dot (`{set.amount}`), a value of a filter as `{where.city}`. `{about=team}`
 * says what a saying means beyond its words: an argument and its value; with no value (`{set.company=}`) it is emptied.
 */
export type Sayings = Readonly<Record<string, readonly string[]>>;

const SLOT = /\{([a-zA-Z]+(?:\.[a-zA-Z]+)*)\}/g;

/** @throws Error when a tool is named that is not among these */
export function sayingsOf(tools: readonly Tool[], sayings: Sayings): Sayings {
  const names = new Set(tools.map(({ name }) => name));
  for (const name of Object.keys(sayings))
    if (!names.has(name)) throw new Error(`There are sayings for ${name}, which is no tool of this agent.`);
  return sayings;
}

const MEANT = /\s*\{([a-zA-Z.]+)=([^{}]*)\}/g;

/** A saying without the arguments that it means beyond its words, and those. */
export function meantBy(saying: string): { said: string; args: Record<string, string> } {
  const args: Record<string, string> = Object.create(null);
  const said = saying.replace(MEANT, (_, name: string, value: string) => {
    args[name] = value;
    return '';
  });
  return { said, args };
}

/** A saying as it is said: without all that it means beyond its words, filters (`{where.type=call}`) among them. */
export function spokenOf(saying: string): string {
  return saying.replace(/\s*\{[a-zA-Z.]+=[^{}]*\}/g, '');
}

/** A piece of a saying: words as they are, or the dotted name of the argument that is said there. */
export type SayingPart = { words: string } | { slot: string };

export function partsOf(saying: string): SayingPart[] {
  return meantBy(saying)
    .said.split(SLOT)
    .map((part, index) => (index % 2 ? { slot: part } : { words: part }))
    .filter((part) => !('words' in part) || part.words !== '');
}
