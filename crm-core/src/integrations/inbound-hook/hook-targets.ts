import type { CrmCore } from '../../crm-core.ts';
import type { CustomField } from '../../entity/custom-fields.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import type { ReadRow } from '../../imports/mapping/read-row.ts';
import { type Target, targetsOf } from '../../imports/mapping/targets.ts';
import { findBy } from '../../imports/run/find-records.ts';

/** What a part of an event can become: what a column of a table can, and a person by their e-mail address. */
export function hookTargets(
  entity: Entity,
  customFields: readonly CustomField[],
  entities: ReadonlyMap<string, Entity>,
): Target[] {
  const all = targetsOf(entity, customFields, entities).filter(({ part }) => part !== 'id');
  return all.flatMap((target) => {
    const mail = target.field?.ref && !target.part ? mailFieldOf(entities.get(target.field.ref)) : undefined;
    if (!mail) return [target];
    const label = `${target.label} ${(mail.label ?? mail.name).toLowerCase()}`;
    return [target, { ...target, key: `${target.key}.${mail.name}`, label, names: [], part: mail.name }];
  });
}

export async function hookTargetsFor(crm: CrmCore, workspaceId: string, entity: Entity): Promise<Target[]> {
  const { customFields } = await crm.facts(workspaceId);
  const own = customFields.filter((field) => field.entity === entity.name);
  return hookTargets(entity, own, crm.store.entities);
}

/** By which somebody is found: it is theirs alone. */
const mailFieldOf = (entity: Entity | undefined) =>
  entity?.talk &&
  entity.fields.find(
    ({ name, format }) =>
      format === 'email' && entity.unique?.some((names) => names.length === 1 && names[0] === name),
  );

/**
 * Puts the ids of the people whose e-mail address a row names into its values. Whom nobody knows is left out: nobody is made
 * of an address alone, and the rest is worth having.
 *
 * @returns the addresses that nobody has
 */
export async function resolveMails(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  row: ReadRow,
): Promise<string[]> {
  const unknown: string[] = [];
  for (const { name, ref } of entity.fields) {
    const referred = ref ? crm.store.entities.get(ref) : undefined;
    const mail = mailFieldOf(referred);
    const named = row.named[name];
    const address = mail && named?.keys[mail.name];
    if (!referred || !mail || !named || !address) continue;
    delete row.named[name];
    const found = [...(await findBy(crm.store, scope, referred, mail.name, [address])).values()].flat();
    if (found[0]) row.values[name] = found[0]._id;
    else unknown.push(address);
  }
  return unknown;
}
