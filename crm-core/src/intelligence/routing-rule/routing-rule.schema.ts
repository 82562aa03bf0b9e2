import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { conditionSchema } from '../../entity/filter.schema.ts';
import { InvalidError } from '../../errors.ts';

/** What is shared out. */
export const ROUTED = ['contact', 'ticket'] as const;

/** Who gets the contacts or tickets that nobody looks after. Of several rules that fit, the first by position wins. */
export const RoutingRule = defineEntity({
  name: 'routingRule',
  plural: 'routing-rules',
  domain: 'intelligence',
  label: { one: 'routing rule', many: 'routing rules' },
  schema: z.object({
    name: z.string().trim().min(1).max(120).meta({ label: 'Name' }),
    entity: z.enum(ROUTED).default('contact').meta({ label: 'Shares out' }),
    position: z.number().int().min(1).meta({ label: 'Position' }),
    /** What holds of the records, all of it; nothing: of every one. */
    when: z.array(conditionSchema).max(30).default([]).meta({ label: 'When' }),
    to: z.enum(['user', 'round_robin', 'least_open']).default('round_robin').meta({ label: 'To' }),
    userIds: z.array(z.string()).min(1).max(50).meta({ label: 'Teammates', ref: 'user', onDelete: 'keep' }),
    /** The most that one person gets on a local day. */
    dailyCap: z.number().int().min(1).max(10_000).optional().meta({ label: 'Most a day' }),
    isActive: z.boolean().default(true).meta({ label: 'Active' }),
  }),
  titleOf: (rule) => rule.name,
  unique: [['entity', 'position'], ['name']],
  access: { create: 'admin', update: 'admin', delete: 'admin' },
  async prepare(next, { before, read, readWhere }) {
    // who has left since gets nothing any more, and need not be taken out
    for (const userId of next.userIds.filter((id) => !before?.userIds.includes(id))) {
      const member = await readWhere('teamMember', { userId });
      const user = await read('user', userId);
      if (!member)
        throw new InvalidError('A routing rule names somebody who is not in the team.', {
          userIds: `${String(user?.name ?? userId)} is not in the team`,
        });
      if (member.role === 'viewer')
        throw new InvalidError('A viewer cannot be given anything.', {
          userIds: `${String(member.name)} can only read`,
        });
    }
    return {};
  },
});

export type RoutingRuleRecord = RecordOf<typeof RoutingRule>;
