import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** Joins a tenant of a channel (a Slack team, a Microsoft tenant, a Discord guild) to the workspace. */
export const ChannelInstallation = defineEntity({
  name: 'channelInstallation',
  plural: 'channel-installations',
  domain: 'workspace',
  label: { one: 'connected chat', many: 'connected chats' },
  schema: z.object({
    channel: z.string().min(1).max(30).meta({ readOnly: true }),
    externalTeamId: z.string().min(1).max(120).meta({ readOnly: true }),
    /** As the platform calls it. */
    name: z.string().max(200),
    /** What the channel keeps with it: which roles of the platform may do how much. */
    details: z.record(z.string(), z.unknown()).default({}),
  }),
  titleOf: (installation) => installation.name,
  unique: [['channel', 'externalTeamId']],
  access: { read: 'admin', create: 'system', update: 'admin', delete: 'admin' },
});

export type ChannelInstallationRecord = RecordOf<typeof ChannelInstallation>;
