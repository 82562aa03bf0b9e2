import { type Entity, type Spoken, talkOf } from '@clianta/crm-core/entity/define-entity';
import { PERIODS } from '@clianta/crm-core/entity/totals-period';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { type Metric, unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import { z } from 'zod';
import { toolFieldName } from '../tools/fields.ts';
import { capitalize } from '../tools/format.ts';
import type { ReportChoice } from './report-choice.schema.ts';

/** A text of more letters than this is no value that many records share. */
const LONGEST = 200;

/** The figures there are, and by what each can be grouped: for who picks instead of asking. */
export function reportChoices(entities: ReadonlyMap<string, Entity>): ReportChoice[] {
  return metrics.flatMap((metric) => {
    const entity = entities.get(metric.entity);
    if (!entity) return [];
    const { name, label, says } = metric;
    return [
      {
        metric: name,
        entity: entity.name,
        label,
        says,
        unit: unitOf(metric),
        groups: groupsOf(entity, metric, entities),
      },
    ];
  });
}

function groupsOf(entity: Entity, metric: Metric, entities: ReadonlyMap<string, Entity>) {
  const at = entity.fields.find(({ name }) => name === metric.at);
  const along = at ? toolFieldName(at) : metric.at.replace(/At$/, '');
  // of some, such as visits, there are figures, and nobody speaks of one of them
  const { title = '', knownBy }: Partial<Spoken> = entity.talk ?? {};
  const other = entities.get(entity.fields.find(({ name }) => name === knownBy)?.ref ?? '');
  const own = entity.fields.filter((field) => isShared(field, title));
  const through = other?.fields.filter((field) => !field.ref && isShared(field, talkOf(other).title)) ?? [];
  return [
    ...PERIODS.map((per) => ({ value: `${along} per ${per}`, label: capitalize(per) })),
    ...own.map((field) => ({ value: toolFieldName(field), label: field.label ?? field.name })),
    ...through.map((field) => ({
      value: `${String(knownBy).replace(/Id$/, '')}.${toolFieldName(field)}`,
      label: `${capitalize(other?.label.one ?? '')} ${(field.label ?? field.name).toLowerCase()}`,
    })),
  ];
}

/** Whether many records have the same value of it. */
function isShared(field: Field, title: string): boolean {
  if (field.hidden || field.name === title || field.format) return false;
  if (field.ref || field.part || field.kind === 'enum') return true;
  let type = field.type;
  while (type instanceof z.ZodOptional || type instanceof z.ZodDefault) type = type.unwrap() as z.ZodType;
  return type instanceof z.ZodString && type.format === null && (type.maxLength ?? LONGEST + 1) <= LONGEST;
}
