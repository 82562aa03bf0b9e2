import { entityNames, kindOf } from '../recognise/lexicon/entities.ts';

type Path = ReadonlyArray<string | number>;

/** One value among the arguments of a call. */
export interface Leaf {
  path: Path;
  /** The field or argument that it is of; of a condition, the field that it is about. */
  key: string;
  value: unknown;
  /** The kind of record that it names. */
  entity?: string;
}

/** Every value in the arguments of a call, with the record it names; not how a condition compares. */
export function leavesOf({ tool, args }: { tool: string; args: Record<string, unknown> }): Leaf[] {
  const own = entityNames.find((name) => {
    const { update, remove, search, create, key } = kindOf(name);
    return [update, remove, search, create].includes(tool) || args[key] !== undefined;
  });
  const leaves: Leaf[] = [];
  const walk = (value: unknown, path: Path, key: string): void => {
    if (Array.isArray(value)) for (const [at, one] of value.entries()) walk(one, [...path, at], key);
    else if (typeof value === 'object' && value !== null) {
      const field = 'op' in value && 'field' in value ? String(value.field) : undefined;
      for (const [name, one] of Object.entries(value)) {
        if (field === undefined) walk(one, [...path, name], name);
        else if (name === 'value') walk(one, [...path, name], field);
      }
    } else if (value !== undefined) {
      const entity = entityOf(key, own);
      leaves.push({ path, key, value, ...(entity && { entity }) });
    }
  };
  walk(args, [], '');
  return leaves;
}

function entityOf(key: string, own: string | undefined): string | undefined {
  if (key === 'id') return own;
  if (entityNames.some((name) => kindOf(name).owner === key)) return 'user';
  return entityNames.find((name) => kindOf(name).key === key);
}

/** The arguments with some values replaced. */
export function withLeaves(
  args: Record<string, unknown>,
  changes: ReadonlyArray<{ path: Path; value: unknown }>,
): Record<string, unknown> {
  const copy: Record<string, unknown> = structuredClone(args);
  for (const { path, value } of changes) {
    let at: Record<string | number, unknown> = copy;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
    const last = path.at(-1);
    if (last !== undefined) at[last] = value;
  }
  return copy;
}
