import { isDeepStrictEqual } from 'node:util';
import type { CustomField } from '../../entity/custom-fields.ts';
import type { Entity, PrepareContext } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { builtInCalled } from './field-names.ts';
import { misfits } from './stored-values.ts';

type Definition = CustomField & { entity: string };
type Context = PrepareContext<Definition>;

/** The entity that the field is of, which it stays with. @throws InvalidError */
export function ownerOf({ entity }: Definition, { before, entities }: Context): Entity {
  const owner = entities.get(entity);
  if (!owner?.hasCustomFields) {
    const may = [...entities.values()].filter((one) => one.hasCustomFields).map((one) => one.name);
    throw new InvalidError(`There are no own fields of "${entity}". They may be of ${may.join(', ')}.`, {
      entity: `must be one of ${may.join(', ')}`,
    });
  }
  if (before && before.entity !== entity)
    throw new InvalidError('A field stays with what it was made for. Make another one there.', {
      entity: 'cannot be changed',
    });
  return owner;
}

/** A field that nothing can be filled into, or that refuses every value, is refused itself. @throws InvalidError */
export function requireFillable({ type, options, min, max, pattern }: Definition): void {
  const isChoice = type === 'select' || type === 'multiselect';
  if (isChoice && !options?.length)
    throw new InvalidError('A field to choose from needs options.', { options: 'are needed' });
  if (new Set(options).size !== (options?.length ?? 0))
    throw new InvalidError('The same option is there twice.', { options: 'are not all different' });
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    throw new InvalidError('The least value is greater than the greatest.', { min: 'is greater than max' });
  if (pattern && type !== 'text')
    throw new InvalidError('Only text can have a pattern.', { pattern: `is not for a ${type}` });
}

/** What people say must mean one field. @throws InvalidError when another is called so */
export async function requireOwnName(next: Definition, owner: Entity, context: Context): Promise<void> {
  const { before, readWhere } = context;
  for (const name of ['key', 'label'] as const) {
    const builtIn = before?.[name] === next[name] ? undefined : builtInCalled(owner, next[name]);
    if (builtIn === undefined) continue;
    throw new InvalidError(
      `Every ${owner.label.one} has “${builtIn}” already, and “${next[name]}” would be mistaken for it. Choose another ${name}.`,
      { [name]: 'is called like a field that is there already' },
    );
  }
  if (next.label === before?.label) return;
  const another = { entity: next.entity, label: next.label, key: { $ne: before?.key ?? next.key } };
  if (await readWhere('customFieldDefinition', another))
    throw new InvalidError(`There is already a field called “${next.label}”.`, { label: 'is already taken' });
}

/**
 * What records have in the field must stay readable as what the field is then.
 *
 * @throws InvalidError saying how many records would not fit
 */
export async function requireFit(next: Definition, owner: Entity, context: Context): Promise<void> {
  const { before, countWhere } = context;
  const { entity, key, type, options } = next;
  const records = (count: number) => `${count} ${count === 1 ? owner.label.one : owner.label.many}`;
  if (before && before.key !== key) {
    const used = await countWhere(entity, { [`customFields.${before.key}`]: { $exists: true, $ne: null } });
    if (used > 0)
      throw new InvalidError(
        `The key “${before.key}” is in use: ${records(used)} would lose the value. Change the label instead.`,
        { key: `has values in ${records(used)}` },
      );
  }
  const isSame = before?.key === key && before.type === type && isDeepStrictEqual(before.options, options);
  const misfit = isSame ? 0 : await countWhere(entity, misfits(next));
  if (misfit === 0) return;
  const [have, them] = misfit === 1 ? ['has a value', 'it'] : ['have values', 'them'];
  throw new InvalidError(
    `${records(misfit)} ${have} in “${key}” that would not fit. Change or clear ${them} first.`,
    { [before?.type === type ? 'options' : 'type']: `does not fit the values of ${records(misfit)}` },
  );
}
