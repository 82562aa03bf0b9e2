import { type Definition, definitionSchema } from '../automation/definition.schema.ts';
import { versionId } from '../automation/running/versions.ts';
import { idFrom } from '../entity/ids.ts';
import type { DemoRecord } from './insert-records.ts';

const DAY_MS = 86_400_000;
const task = (id: string, title: string, days: number) => ({
  id,
  kind: 'action',
  action: 'create_task',
  input: { title, dueIn: { amount: days, unit: 'days' } },
});

/** Runs when a company becomes a customer. */
const WELCOME = definitionSchema.parse({
  trigger: { on: 'changed', entity: 'company', fields: ['status'], to: ['customer'] },
  steps: [
    task('s1', 'Welcome {{ record.name }}', 1),
    { id: 's2', kind: 'wait', input: { for: { amount: 2, unit: 'weeks' } } },
    task('s3', 'Ask {{ record.name }} how it goes', 2),
  ],
});

/** A draft, to be turned on by whoever tries Clianta. */
const WIN_BACK = definitionSchema.parse({
  trigger: { on: 'changed', entity: 'opportunity', fields: ['status'], to: ['lost'] },
  entry: { where: [{ field: 'amountMinor', op: 'gte', value: 2_000_000 }] },
  steps: [
    {
      id: 's1',
      kind: 'wait',
      input: {
        event: { fields: ['status'], to: ['open', 'won'] },
        within: { amount: 90, unit: 'days' },
      },
    },
    {
      id: 's2',
      kind: 'branch',
      if: { where: [{ field: 'status', op: 'eq', value: 'lost' }] },
      yes: [task('s3', 'Ask again about {{ record.title }}', 3)],
      no: [],
    },
  ],
});

/** One workflow that is on, and one that is a draft. */
export function demoWorkflows(
  now: Date,
  ownerId: string,
): { workflows: DemoRecord[]; versions: DemoRecord[] } {
  const createdAt = new Date(now.getTime() - 40 * DAY_MS);
  const id = idFrom('demo workflow welcome');
  const definition: Definition = WELCOME;
  return {
    workflows: [
      {
        ...{ id, createdAt, name: 'Welcome new customers', status: 'active', reentry: 'never' },
        ...{ about: 'companies', draft: definition, liveVersion: 1, runAsId: ownerId },
      },
      {
        ...{ id: idFrom('demo workflow win back'), createdAt, name: 'Win large deals back' },
        ...{ about: 'deals', draft: WIN_BACK, status: 'draft', reentry: 'never' },
      },
    ],
    versions: [
      { id: versionId(id, 1), createdAt, workflowId: id, number: 1, definition, publishedById: ownerId },
    ],
  };
}
