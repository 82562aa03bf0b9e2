import { defineMetric } from '../metric.ts';

export const tasksDone = defineMetric({
  name: 'tasks_done',
  label: 'Tasks done',
  aliases: ['completed tasks', 'finished tasks'],
  entity: 'task',
  where: [{ field: 'status', op: 'eq', value: 'completed' }],
  at: 'completedAt',
  measure: { kind: 'count' },
  says: 'tasks by the day they were completed',
});
