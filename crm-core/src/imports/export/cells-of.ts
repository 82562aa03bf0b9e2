import type { CrmCore } from '../../crm-core.ts';
import { type AnyRecord, type Entity, titleOf } from '../../entity/define-entity.ts';
import { minorDigits } from '../../entity/money.ts';
import type { Scope } from '../../entity/scope.ts';
import { type Target, targetsOf, writableFields } from '../mapping/targets.ts';

type Values = Record<string, unknown>;

/** A column of an export: named so that an import knows it again. */
export type ExportColumn = Pick<Target, 'key' | 'label' | 'field' | 'custom' | 'kind'>;

/** What can be exported of such records, in order: their id first, then what people may write. */
export function exportColumns(
  entity: Entity,
  customFields: Parameters<typeof targetsOf>[1],
  entities: ReadonlyMap<string, Entity>,
): ExportColumn[] {
  const written = new Set(writableFields(entity).map(({ name }) => name));
  return targetsOf(entity, customFields, entities).filter(
    ({ key, custom }) => key === 'id' || custom !== undefined || written.has(key),
  );
}

/** The cells of a page of records: names instead of ids, amounts in whole units, days and instants as ISO 8601. */
export async function cellsOf(
  crm: CrmCore,
  scope: Scope,
  columns: readonly ExportColumn[],
  records: readonly AnyRecord[],
): Promise<string[][]> {
  const names = await namesOf(crm, scope, columns, records);
  const { currency } = await crm.moneyOf(scope.workspaceId);
  return records.map((record) => {
    const values: Values = { ...record };
    const own = typeof values.currency === 'string' ? values.currency : currency;
    return columns.map(({ key, field, custom }) => {
      const value = custom ? record.customFields?.[custom.key] : values[key];
      if (key === 'currency') return own;
      if (value === undefined || value === null) return '';
      if (field?.ref || field?.part) return names.get(`${field.name} ${String(value)}`) ?? '';
      if (field?.format === 'money')
        return (Number(value) / 10 ** minorDigits(own)).toFixed(minorDigits(own));
      if (field?.format === 'percent') return `${Number((Number(value) * 100).toFixed(4))}%`;
      if (value instanceof Date) return value.toISOString();
      if (Array.isArray(value)) return value.join('; ');
      return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    });
  });
}

/** By field and id, what the records are called that these refer to; what the scope may not see has no name. */
async function namesOf(
  crm: CrmCore,
  scope: Scope,
  columns: readonly ExportColumn[],
  records: readonly AnyRecord[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const { team, cached } = await crm.facts(scope.workspaceId);
  for (const { field } of columns) {
    if (field?.part) {
      const { of, list } = field.part;
      for (const owner of (cached.get(of) ?? []) as unknown as Array<Record<string, unknown>>)
        for (const { id, name } of (owner[list] ?? []) as Array<{ id: string; name: string }>)
          names.set(`${field.name} ${id}`, name);
    } else if (field?.ref === 'user') {
      for (const { id, name } of team) names.set(`${field.name} ${id}`, name);
    } else if (field?.ref) {
      const ids = records.flatMap((record) => {
        const id = (record as unknown as Values)[field.name];
        return typeof id === 'string' ? [id] : [];
      });
      const target = crm.store.entity(field.ref);
      const found = await crm.records(target).getMany(scope, [...new Set(ids)]);
      for (const [id, one] of found) names.set(`${field.name} ${id}`, titleOf(target, one));
    }
  }
  return names;
}
