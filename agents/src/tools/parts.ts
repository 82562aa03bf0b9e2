import { type Part, partsOf } from '@clianta/crm-core/entity/parts';
import { fold } from '@clianta/crm-core/entity/search-text';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../tool.ts';

type PartOf = NonNullable<Field['part']>;
/** A part and the record whose list it stands in. */
export type OwnedPart = Part & { ownerId: string };

/** Every part there is, those of the default record first; what has parts is among the cached entities. */
export async function partsFor(context: ToolContext, { of, list }: PartOf): Promise<OwnedPart[]> {
  const records = (await context.crm.facts(context.scope.workspaceId)).cached.get(of) ?? [];
  const isDefault = (record: object) => 'isDefault' in record && record.isDefault === true;
  return records
    .toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)))
    .flatMap((record) => partsOf([record], list).map((part) => ({ ...part, ownerId: record.id })));
}

/** A part by name, forgiving of case and of words left out; a kind such as "won" stands for the part of it. */
export function matchPart<P extends { id: string; name: string; kind?: string | undefined }>(
  parts: readonly P[],
  text: string,
): P | undefined {
  const wanted = fold(text);
  return (
    parts.find((part) => part.id === text || fold(part.name) === wanted) ??
    parts.find((part) => fold(part.name).split(' ').includes(wanted)) ??
    parts.find((part) => fold(part.name).startsWith(wanted)) ??
    parts.find(
      ({ kind }) => kind !== undefined && kind !== 'open' && wanted.split(/\W+/).includes(fold(kind)),
    )
  );
}

/** The ids of the parts called so, one for each record that has such a one. @throws InvalidError naming what there is */
export async function partIds(
  context: ToolContext,
  field: Field & { part: PartOf },
  names: readonly string[],
): Promise<string[]> {
  const parts = await partsFor(context, field.part);
  const owners = [...new Set(parts.map(({ ownerId }) => ownerId))];
  const ids = names.flatMap((name) =>
    owners.flatMap(
      (ownerId) =>
        matchPart(
          parts.filter((part) => part.ownerId === ownerId),
          name,
        )?.id ?? [],
    ),
  );
  if (ids.length > 0) return ids;
  const known = [...new Set(parts.map(({ name }) => name))];
  const label = field.label?.toLowerCase() ?? field.name;
  throw new InvalidError(`There is no ${label} “${names.join(', ')}”. There are: ${known.join(', ')}.`);
}
