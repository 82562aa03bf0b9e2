import { z } from 'zod';
import { Task } from '../../crm/task/task.schema.ts';
import { durationSchema } from '../definition.schema.ts';
import { afterDuration, durationInWords } from '../duration.ts';
import { defineAction } from './action.ts';
import { taskLinks } from './links.ts';
import { personInWords, personOf, personSchema } from './people.ts';

export const createTask = defineAction({
  name: 'create_task',
  input: z.strictObject({
    title: z.string().trim().min(1).max(300),
    type: z.enum(['todo', 'call', 'email', 'meeting']).default('todo'),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    assignee: personSchema.default('owner'),
    dueIn: durationSchema.optional(),
  }),
  effect: 'own',
  repeats: 'once',
  words({ title, type, assignee, dueIn, priority }, say) {
    const what = `${priority && priority !== 'normal' ? `${priority} ` : ''}${type === 'todo' ? '' : `${type} `}task`;
    const when = dueIn ? `, due ${durationInWords(dueIn)} later` : '';
    return `create a ${what} “${title}” for ${personInWords(assignee, say)}${when}`;
  },
  async run({ title, type, priority, assignee, dueIn }, context) {
    const { crm, scope, entity, record, now, timeZone, fill } = context;
    const person = await personOf(context, assignee);
    const task = await crm.records(Task).create(scope, {
      title: fill(title).slice(0, 300),
      type,
      ...(priority && { priority }),
      assigneeId: person.userId,
      ...(dueIn && { dueAt: afterDuration(now, dueIn, timeZone) }),
      ...taskLinks(entity, record),
    });
    return {
      told: `created the task “${task.title}” for ${person.name}`,
      wrote: { entity: Task.name, id: task.id },
    };
  },
});
