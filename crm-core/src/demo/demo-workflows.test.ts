import { expect, it } from 'vitest';
import { definitionSchema } from '../automation/definition.schema.ts';
import { faultsOf } from '../automation/faults.ts';
import { entities } from '../registry.ts';
import { demoWorkflows } from './demo-workflows.ts';

it('the workflows of the demo company could be turned on as they are, and one of them is', () => {
  const { workflows, versions } = demoWorkflows(new Date('2026-03-02T09:00:00Z'), 'u');
  const known = new Map(entities.map((entity) => [entity.name, entity]));
  for (const { draft } of workflows) expect(faultsOf(definitionSchema.parse(draft), known)).toEqual([]);
  expect(workflows.map(({ status }) => status)).toEqual(['active', 'draft']);
  expect(versions).toMatchObject([{ workflowId: workflows[0]?.id, definition: workflows[0]?.draft }]);
});
