import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/** Ties a user of a channel (Slack, Teams, Discord) to a user of the workspace. */
export const ExternalIdentity = defineEntity({
  name: 'externalIdentity',
  plural: 'external-identities',
  domain: 'workspace',
  label: { one: 'linked account', many: 'linked accounts' },
  schema: z.object({
    channel: z.string().min(1).max(30),
    /** The channel's own tenant: a Slack team id. */
    externalTeamId: z.string().max(120).default(''),
    externalUserId: z.string().min(1).max(200),
    userId: z.string().meta({ ref: 'user', onDelete: 'keep' }),
    /** How the link was proven. */
    provenBy: z.enum(['email', 'code', 'admin']),
  }),
  titleOf: (identity) => `${identity.channel} ${identity.externalUserId}`,
  unique: [['channel', 'externalTeamId', 'externalUserId']],
  indexes: [['userId']],
  // one's own are one's own to see and to remove; whoever makes a link may speak as the other person, also as an owner
  privateTo: 'userId',
  openTo: 'admin',
  access: { create: 'owner', update: 'owner', delete: 'viewer' },
});
