import type { Catalogue, OwnedTool } from '../catalogue.ts';
import { likeliestByWords } from '../language/route/likeliest.ts';
import type { Tool } from '../tool.ts';
import { isLendable, lendable } from './custom-agent.ts';

/** As likely as this a tool is for what an agent is to do. */
const LIKELY = 0.05;
/** Where not even this likely is one of them, and none is called so, nobody knows what it is for. */
const KNOWN = 0.25;
/** Of several that a right may mean, those that are surely meant. */
const MEANT = 0.5;
/** Letters that two forms of a word share: "qualifies", "qualify_lead". */
const STEM = 5;

const OPERATIONS: ReadonlyArray<readonly [RegExp, Tool['operation']]> = [
  [/^(delet|remov|eras)/, 'delete'],
  [/^(creat|add|mak|open)/, 'create'],
  [/^(chang|updat|edit|mov)/, 'update'],
  [/^(read|see|list|search|find|look|show)/, 'list'],
];

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);

const stem = (word: string) => word.replace(/s$/, '').slice(0, STEM);

/** The tools that a right means, as people give it: "delete contacts", "create_task". Empty: nobody knows what it is. */
export function toolsCalled(words: string, catalogue: Catalogue): Tool[] {
  const exact = catalogue.tool(words.trim().toLowerCase().replace(/[ -]+/g, '_'))?.tool;
  if (exact) return isLendable(exact) ? [exact] : [];
  const said = wordsOf(words);
  const operation = OPERATIONS.find(([verb]) => said.some((word) => verb.test(word)))?.[1];
  const entity = said.flatMap((word) => catalogue.entityCalled(word) ?? [])[0];
  const ofKind = lendable(catalogue).filter(
    (tool) => operation !== undefined && tool.entity === entity?.name && tool.operation === operation,
  );
  if (ofKind.length > 0) return ofKind;
  const named = byName(said, catalogue);
  if (named.length > 0) return named;
  const [top] = likeliestByWords(words, catalogue);
  const tool = top && top.probability >= MEANT ? catalogue.tool(top.tool)?.tool : undefined;
  return tool && isLendable(tool) ? [tool] : [];
}

/**
 * The tools that an agent for this purpose most likely needs: those that the router thinks of, those that are called so, and
 * what finds the records that they change. None that deletes: that is said.
 *
 * @param most - tools that an agent may have
 */
export function toolsForPurpose(purpose: string, catalogue: Catalogue, most: number): Tool[] {
  const named = byName(wordsOf(purpose), catalogue).flatMap(({ name }) => catalogue.tool(name) ?? []);
  const choices = likeliestByWords(purpose, catalogue).filter(({ tool }) => catalogue.tool(tool));
  const isKnown = named.length > 0 || (choices[0]?.probability ?? 0) >= KNOWN;
  const likely = choices
    .filter(({ probability }) => isKnown && probability >= LIKELY)
    .flatMap(({ tool }) => catalogue.tool(tool) ?? []);
  const chosen = [...named, ...likely].filter(({ tool }) => isLendable(tool) && tool.operation !== 'delete');
  const all = [...chosen, ...chosen.flatMap((owned) => findersFor(owned))];
  return [...new Set(all.map(({ tool }) => tool))].slice(0, most);
}

/** Tools whose verb and noun are both said. */
const byName = (said: readonly string[], catalogue: Catalogue): Tool[] => {
  const stems = new Set(said.map(stem));
  return lendable(catalogue).filter(({ name }) => name.split('_').every((word) => stems.has(stem(word))));
};

/** What lists and opens the records that a tool writes. */
function findersFor({ tool, agent }: OwnedTool): OwnedTool[] {
  if (tool.effect === 'read' || tool.entity === undefined) return [];
  return agent.tools
    .filter(
      ({ entity, operation }) => entity === tool.entity && (operation === 'list' || operation === 'read'),
    )
    .map((one) => ({ tool: one, agent }));
}
