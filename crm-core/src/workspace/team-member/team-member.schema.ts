import { z } from 'zod';
import { workingSpans } from '../../crm/sla-policy/sla-policy.schema.ts';
import { day } from '../../entity/days.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { locale, timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';

/** A user's place in one workspace, with the role that every permission follows from. */
export const TeamMember = defineEntity({
  name: 'teamMember',
  plural: 'team-members',
  isCached: true,
  domain: 'workspace',
  label: { one: 'team member', many: 'team members' },
  aliases: ['colleague', 'teammate', 'rep'],
  schema: z.object({
    userId: z.string().meta({ ref: 'user', onDelete: 'keep' }),
    name: z.string().trim().min(1).max(120),
    email: emailAddress(),
    role: z.enum(['viewer', 'member', 'admin', 'owner']).default('member'),
    /** When role or e-mail were last changed: what was handed out for what they were before is void. */
    accessChangedAt: z.date().optional().meta({ hidden: true }),
    /** On whose clock they read and say times; the workspace's unless they have their own. */
    timeZone: timeZone().optional().meta({ label: 'Time zone' }),
    /** How dates and numbers are written for them; as in the workspace unless they say. */
    locale: locale().optional().meta({ label: 'Dates and numbers' }),
    /** When they can be met, on their own clock; where they have said nothing, in the hours of the workspace. */
    hours: workingSpans().optional().meta({ label: 'Working hours' }),
    daysOff: z.array(day()).max(400).optional().meta({ label: 'Days off' }),
    /** Of the address where their own calendars fetch their meetings: what it is made of, and the hash of its token. */
    feedId: z.string().optional().meta({ hidden: true, readOnly: true }),
    feedHash: z.string().optional().meta({ hidden: true, readOnly: true }),
    title: z.string().max(120).optional(),
    team: z.string().max(60).optional(),
    /** Is told what is late in their team. */
    leadsTeam: z.boolean().optional().meta({ label: 'Leads the team' }),
  }),
  titleOf: (member) => member.name,
  search: ['name', 'email'],
  unique: [['userId'], ['email']],
  indexes: [['feedHash']],
  prepare(next, { before, now }) {
    if (next.hours?.some(({ from, to }) => from >= to))
      throw new InvalidError('Working hours end after they begin.', { hours: 'end before they begin' });
    const isOther = before && (before.role !== next.role || before.email !== next.email);
    return isOther ? { accessChangedAt: now } : {};
  },
  async guard({ before, after }, { role, actorId, recordId, readWhere }) {
    if (before && after && before.userId !== after.userId)
      return 'A team member stays the same person. Add the other person instead.';
    if (before?.userId === actorId && !after)
      return 'Nobody removes themselves from the team. Ask another admin.';
    if (before?.role !== 'owner' && after?.role !== 'owner') return undefined;
    if (role !== 'owner') return 'Only an owner of the workspace can make, change or remove an owner.';
    if (before?.role !== 'owner' || after?.role === 'owner') return undefined;
    const another = await readWhere('teamMember', { role: 'owner', _id: { $ne: recordId } });
    return another ? undefined : 'A workspace needs an owner. Make somebody else an owner first.';
  },
  access: { create: 'admin', update: 'admin', delete: 'admin' },
});

export type TeamMemberRecord = RecordOf<typeof TeamMember>;
