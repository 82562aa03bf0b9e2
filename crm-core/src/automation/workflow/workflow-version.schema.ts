import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { definitionSchema } from '../definition.schema.ts';

/** What a workflow does from when it was published: never changed, so that what has begun goes on as it began. */
export const WorkflowVersion = defineEntity({
  name: 'workflowVersion',
  plural: 'workflow-versions',
  domain: 'automation',
  label: { one: 'version of a workflow', many: 'versions of workflows' },
  isReadOnly: true,
  schema: z.object({
    workflowId: z.string().meta({ label: 'Workflow', ref: 'workflow', onDelete: 'cascade' }),
    number: z.number().int().min(1).meta({ label: 'Number' }),
    definition: definitionSchema.meta({ label: 'What it does' }),
    publishedById: z.string().meta({ label: 'Published by', ref: 'user', onDelete: 'keep' }),
  }),
  titleOf: ({ number }) => `Version ${number}`,
  unique: [['workflowId', 'number']],
  prepare(next, { before }) {
    const content = ({ number, definition }: typeof next) => JSON.stringify([number, definition]);
    if (before && content(next) !== content(before))
      throw new InvalidError('A version of a workflow never changes; publish another one.');
    return {};
  },
});

export type WorkflowVersionRecord = RecordOf<typeof WorkflowVersion>;
