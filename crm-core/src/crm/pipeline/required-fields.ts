import type { Entity } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import type { Stage } from './pipeline.schema.ts';

const OWN = 'customFields.';

type Deal = Readonly<Record<string, unknown>> & { customFields?: Record<string, unknown> | undefined };

/** A stage asks for what there is. @throws InvalidError naming a field that there is not */
export function requireKnownFields(stages: readonly Stage[], deals: Entity): void {
  for (const { name, requiredFields = [] } of stages) {
    const unknown = requiredFields.find(
      (wanted) =>
        !wanted.startsWith(OWN) && !deals.fields.some((field) => field.name === wanted && !field.hidden),
    );
    if (unknown)
      throw new InvalidError(`${deals.label.many} have no field “${unknown}”, which ${name} asks for.`, {
        stages: `${name} asks for a field that there is not`,
      });
  }
}

/** A deal comes into a stage with what the stage asks for. @throws InvalidError naming what is missing */
export function requireFilled({ name, requiredFields = [] }: Stage, deal: Deal, deals: Entity): void {
  const missing = requiredFields.filter((wanted) => isEmpty(valueIn(deal, wanted)));
  if (missing.length === 0) return;
  const labelOf = (wanted: string) =>
    deals.fields.find((field) => field.name === wanted)?.label?.toLowerCase() ?? wanted.replace(OWN, '');
  const labels = new Intl.ListFormat('en').format(missing.map(labelOf));
  throw new InvalidError(
    `A ${deals.label.one} comes into ${name} with ${labels}. Fill that in first.`,
    Object.fromEntries(missing.map((wanted) => [wanted, `is needed in ${name}`])),
  );
}

const valueIn = (deal: Deal, name: string): unknown =>
  name.startsWith(OWN) ? deal.customFields?.[name.slice(OWN.length)] : deal[name];

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
