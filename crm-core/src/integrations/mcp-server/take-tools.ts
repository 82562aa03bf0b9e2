import { createHash } from 'node:crypto';
import { InvalidError } from '../../errors.ts';
import type { KnownTool, OfferedTool } from './mcp-server.schema.ts';

/** What tells a tool from another of its name: a model goes by every word of it. */
export function hashOfTool({ name, description, inputSchema, effect }: Omit<OfferedTool, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify([name, description, effect, inOrder(inputSchema)]))
    .digest('hex');
}

/** The order of keys says nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, inOrder(one)]);
}

/**
 * The tools of a server after it was asked for them. New ones are off; one that has become another is off until somebody
 * agrees to what it is now, with both to be seen; those that are gone are forgotten.
 */
export function takeTools(known: readonly KnownTool[], offered: readonly OfferedTool[]): KnownTool[] {
  const before = new Map(known.map((tool) => [tool.name, tool]));
  return offered.map((fresh) => {
    const old = before.get(fresh.name);
    if (!old) return { ...fresh, isOn: false };
    const { changed, ...own } = old;
    // it is again what was agreed to; on it is switched by a person
    if (own.hash === fresh.hash) return { ...own, isOn: changed ? false : own.isOn };
    // what was never on, nobody has agreed to
    if (!own.isOn && !changed) return { ...fresh, isOn: false };
    const { name: _same, ...now } = fresh;
    return { ...own, isOn: false, changed: now };
  });
}

/**
 * Switches a tool on or off; on means agreed to as it is now.
 *
 * @param hash - of what was shown: a tool that has become another meanwhile is not switched on unseen
 * @throws InvalidError when there is no such tool, or it is another by now
 */
export function switchTool(
  tools: readonly KnownTool[],
  name: string,
  isOn: boolean,
  hash?: string,
): KnownTool[] {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new InvalidError(`There is no tool “${name}”. There are: ${namesOf(tools)}.`);
  const { changed, ...own } = tool;
  const now = changed ? { name, ...changed } : own;
  if (isOn && hash !== undefined && hash !== now.hash)
    throw new InvalidError(`“${name}” has changed since it was shown. Look at it again, and then agree.`);
  const next: KnownTool = isOn ? { ...now, isOn: true } : { ...tool, isOn: false };
  return tools.map((one) => (one.name === name ? next : one));
}

const namesOf = (tools: readonly KnownTool[]) => tools.map(({ name }) => name).join(', ') || 'none';
