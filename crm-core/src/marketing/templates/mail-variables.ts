import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Field } from '../../entity/zod-fields.ts';

/** What mails may name, by the word that they name it with. */
const RECORDS: Readonly<Record<string, Entity>> = {
  contact: Contact as unknown as Entity,
  company: Company as unknown as Entity,
  deal: Opportunity as unknown as Entity,
};

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  /** Who sends it. */
  sender: ['name', 'firstName', 'email'],
  workspace: ['name', 'address'],
  /** The recipient's own page: whoever sends a campaign knows it. */
  links: ['unsubscribe'],
};

const KINDS: ReadonlySet<Field['kind']> = new Set([
  'string',
  'number',
  'boolean',
  'date',
  'day',
  'enum',
  'array',
]);

/** Fields that stand for themselves: no ids, nothing hidden, no notes that the team writes for itself. */
export const fieldsForMail = (entity: Entity): Field[] =>
  entity.fields.filter(
    ({ hidden, kind, element, ref, format, part }) =>
      !hidden &&
      !ref &&
      !part &&
      format !== 'longtext' &&
      KINDS.has(kind) &&
      (!element || element === 'string'),
  );

/** What a field is called in a mail: an amount is `deal.amount`, not its count of cents. */
export const mailNameOf = ({ name }: Pick<Field, 'name'>) => name.replace(/(Minor|At)$/, '');

export const recordGroups = (): Array<[group: string, entity: Entity]> => Object.entries(RECORDS);

/** Every variable there is, own fields of the workspace apart: `contact.firstName`. */
export function mailVariables(): string[] {
  const ofRecords = recordGroups().flatMap(([group, entity]) =>
    fieldsForMail(entity).map((field) => `${group}.${mailNameOf(field)}`),
  );
  const others = Object.entries(OTHERS).flatMap(([group, names]) => names.map((name) => `${group}.${name}`));
  return ['contact.firstName', 'contact.lastName', ...ofRecords, ...others];
}

/** The workspace's own field that a variable names: `contact.customFields.seats`. */
export function customFieldNamed(variable: string): { entity: string; key: string } | undefined {
  const [group = '', list, key, ...more] = variable.split('.');
  const entity = Object.hasOwn(RECORDS, group) ? RECORDS[group] : undefined;
  if (!entity?.hasCustomFields || list !== 'customFields' || !key || more.length > 0) return undefined;
  return { entity: entity.name, key };
}
