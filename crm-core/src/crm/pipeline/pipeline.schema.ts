import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { requireKnownFields } from './required-fields.ts';

const stageSchema = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(60),
  /** Chance of winning a deal in this stage, 0 to 1. */
  probability: z.number().min(0).max(1),
  kind: z.enum(['open', 'won', 'lost']).default('open'),
  /** What a deal must have to come into it, by the names of its fields. */
  requiredFields: z.array(z.string().max(60)).max(20).optional(),
  /** A deal that has been in the stage for more days than these stands still; absent: it never does. */
  rottingDays: z.number().int().min(1, 'is at least a day').max(3650).optional(),
});
export type Stage = z.output<typeof stageSchema>;

/** An ordered list of stages that deals move through. */
export const Pipeline = defineEntity({
  name: 'pipeline',
  plural: 'pipelines',
  domain: 'crm',
  label: { one: 'pipeline', many: 'pipelines' },
  aliases: ['funnel', 'sales process'],
  isCached: true,
  talk: { isNamed: false, sort: 'name' },
  schema: z.object({
    name: z.string().trim().min(1).max(80).meta({ label: 'Name' }),
    isDefault: z.boolean().default(false).meta({ label: 'Default' }),
    stages: z
      .array(stageSchema)
      .min(1, 'needs at least one stage')
      .max(30)
      .refine((stages) => new Set(stages.map((s) => s.id)).size === stages.length, 'two stages share an id')
      .refine(
        (stages) => new Set(stages.map((s) => s.name.toLowerCase())).size === stages.length,
        'two stages share a name',
      ),
  }),
  titleOf: (pipeline) => pipeline.name,
  search: ['name'],
  unique: [['name']],
  async prepare(next, { before, entities, readWhere }) {
    const deals = entities.get('opportunity');
    if (deals) requireKnownFields(next.stages, deals);
    const kept = new Set(next.stages.map((stage) => stage.id));
    for (const stage of before?.stages ?? []) {
      if (kept.has(stage.id) || !(await readWhere('opportunity', { stageId: stage.id }))) continue;
      throw new InvalidError(`There are still deals in ${stage.name}. Move them to another stage first.`, {
        stages: `${stage.name} still has deals`,
      });
    }
    return {};
  },
  async guard({ before, after }) {
    return before?.isDefault && !after
      ? `${before.name} is the pipeline that new deals go to. Make another one the default first.`
      : undefined;
  },
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type PipelineRecord = RecordOf<typeof Pipeline>;
