import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { bulkChange } from '../../entity/bulk.ts';
import { newId } from '../../entity/ids.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { CustomFieldDefinition, type CustomFieldDefinitionRecord } from './custom-field-definition.schema.ts';

export const retirementSchema = z.strictObject({
  option: z.string().min(1).max(60),
  /** What records that have it get instead; left out, they lose it. */
  replacement: z.string().min(1).max(60).optional(),
});

export interface Retirement {
  field: CustomFieldDefinitionRecord;
  /** Undoes all of it. */
  groupId: string;
  /** Records that have another value now. */
  changed: number;
}

/**
 * Takes an option from a field to choose from, and from the records that have it; both are undone together.
 *
 * @throws InvalidError when there is no such option, it is the last, or the replacement is none
 * @throws ConflictError when a record would not take the other value; those before it have it
 */
export async function retireOption(
  crm: CrmCore,
  scope: Scope,
  fieldId: string,
  { option, replacement }: z.output<typeof retirementSchema>,
): Promise<Retirement> {
  const fields = crm.records(CustomFieldDefinition);
  requireAccess(CustomFieldDefinition, scope, 'update');
  const field = await fields.get(scope, fieldId);
  const kept = requireKept(field, option, replacement);
  const entity = crm.store.entity(field.entity);
  const groupId = newId();
  const own: Scope = { ...scope, groupId };
  const path = `customFields.${field.key}`;
  const { changed, failed } = await bulkChange(
    crm.records(entity),
    // private or not, no record keeps what the field has no more
    { ...own, role: 'system' },
    { where: [{ field: path, op: 'eq', value: option }] },
    {
      kind: 'updateEach',
      patchOf: ({ customFields }) => {
        const value = without(customFields?.[field.key], option, replacement);
        return { customFields: { [field.key]: value } } as never;
      },
    },
  );
  const [first] = failed;
  if (first)
    throw new ConflictError(
      `${failed.length} ${entity.label.many} still have “${option}”: ${first.title}: ${first.message}`,
    );
  const updated = await fields.update(own, fieldId, { options: kept });
  return { field: updated, groupId, changed: changed.length };
}

function requireKept(
  { label, options, isRequired }: CustomFieldDefinitionRecord,
  option: string,
  replacement: string | undefined,
): string[] {
  const kept = (options ?? []).filter((one) => one !== option);
  if (kept.length === options?.length || !options)
    throw new InvalidError(`${label} has no option “${option}”.`, { option: 'is not one of its options' });
  if (kept.length === 0)
    throw new InvalidError(`“${option}” is the last option of ${label}. Add another one first.`, {
      option: 'is the last one',
    });
  if (replacement !== undefined && !kept.includes(replacement))
    throw new InvalidError(`${label} has no option “${replacement}”.`, {
      replacement: 'is not one of its other options',
    });
  if (isRequired && replacement === undefined)
    throw new InvalidError(`${label} must be filled in: say what records get instead.`, {
      replacement: 'is missing',
    });
  return kept;
}

/** A value, or a list of them, with the one in place of the other. */
function without(value: unknown, option: string, replacement: string | undefined): unknown {
  if (!Array.isArray(value)) return replacement ?? null;
  const left = value.flatMap((one) => (one === option ? (replacement ?? []) : one));
  return left.length > 0 ? [...new Set(left)] : null;
}
