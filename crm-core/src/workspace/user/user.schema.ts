import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { timeZone } from '../../entity/platform-values.ts';

/** A person who can sign in. One user may belong to several workspaces. */
export const User = defineEntity({
  name: 'user',
  plural: 'users',
  domain: 'workspace',
  label: { one: 'user', many: 'users' },
  aliases: ['colleague', 'teammate', 'rep'],
  tenantField: 'workspaceIds',
  schema: z.object({
    name: z.string().trim().min(1).max(120),
    email: emailAddress().meta({ format: 'email', aliases: ['mail'] }),
    /** argon2id in PHC form. */
    passwordHash: z.string().optional().meta({ hidden: true }),
    passwordChangedAt: z.date().optional().meta({ label: 'Password changed', readOnly: true }),
    /** The one link by which the password may be chosen. */
    passwordLinkId: z.string().optional().meta({ hidden: true }),
    passwordLinkAt: z.date().optional().meta({ label: 'Password link made', readOnly: true }),
    /** Since when a code is asked for beside the password. */
    secondFactorAt: z.date().optional().meta({ label: 'Second factor since', readOnly: true }),
    workspaceIds: z.array(z.string()).default([]).meta({ hidden: true }),
    timeZone: timeZone().optional(),
    /** Sessions issued before this instant are void. */
    sessionsValidFrom: z.date().optional().meta({ hidden: true }),
    isActive: z.boolean().default(true),
  }),
  titleOf: (user) => user.name,
  search: ['name', 'email'],
  unique: [['email']],
  /** Sessions that an account had before it was closed do not come back when it is opened again. */
  prepare(next, { before, now }) {
    return before?.isActive && !next.isActive ? { sessionsValidFrom: now } : {};
  },
  /** An account is more than its place in one workspace: it signs in to all of them. */
  async guard({ before }, { role, actorId, recordId, readWhere }) {
    if (!before || recordId === actorId) return undefined;
    if (before.workspaceIds.length > 1) {
      return `${before.name} belongs to other workspaces too; only they themselves can change their account.`;
    }
    const member = await readWhere('teamMember', { userId: recordId });
    return member?.role === 'owner' && role !== 'owner'
      ? 'Only an owner can change the account of an owner.'
      : undefined;
  },
  access: { create: 'system', update: 'admin', delete: 'system' },
});

/** Whether the field names a teammate. */
export const isTeammate = (field: { ref?: string | undefined }): boolean => field.ref === User.name;
