import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

const troubleSchema = z.object({ what: z.string().max(500), whatToDo: z.string().max(500) });
export type Trouble = z.output<typeof troubleSchema>;

/** An account of another system that is connected: what it opens, and how it is doing. Its secrets are sealed. */
export const IntegrationCredential = defineEntity({
  name: 'integrationCredential',
  plural: 'integration-credentials',
  domain: 'integrations',
  label: { one: 'connected account', many: 'connected accounts' },
  eventName: 'integration',
  schema: z.object({
    /** By its name in the registry. */
    vendor: z.string().min(1).max(40).meta({ label: 'System', readOnly: true }),
    /** Who has connected it. */
    ownerId: z.string().meta({ label: 'Connected by', ref: 'user', onDelete: 'keep', readOnly: true }),
    /** The vendor's own id of the account. */
    accountId: z.string().min(1).max(300).meta({ label: 'Account id', readOnly: true, isAside: true }),
    name: z.string().max(300).meta({ label: 'Account', readOnly: true }),
    /** What it is used for, by the names of the vendor's features. */
    features: z.array(z.string().max(60)).max(40).default([]).meta({ label: 'Used for', readOnly: true }),
    scopes: z.array(z.string().max(300)).max(100).default([]).meta({ label: 'Granted', readOnly: true }),
    /** `paused`: somebody has stopped it. `reconnect`: the vendor does not take what we have any more. */
    state: z
      .enum(['ok', 'throttled', 'paused', 'reconnect', 'error'])
      .default('ok')
      .meta({ label: 'State', readOnly: true }),
    lastError: troubleSchema.optional().meta({ label: 'What is wrong', readOnly: true }),
    /** The last four characters of a key. */
    keyHint: z.string().max(4).optional().meta({ label: 'Key ends in', readOnly: true }),
    /** What is no secret and calls need: the address of the customer's own server. */
    details: z
      .record(z.string().max(60), z.string().max(500))
      .default({})
      .meta({ label: 'Details', readOnly: true, isAside: true }),
    /** What was chosen for its features: which calendars, which spreadsheet. */
    settings: z
      .record(z.string().max(60), z.unknown())
      .default({})
      .meta({ label: 'Chosen', readOnly: true, isAside: true }),
    /** Tokens or keys; `integration:<workspaceId>:<id>` is their context. Absent: it is disconnected. */
    sealed: z.string().max(20_000).optional().meta({ hidden: true, readOnly: true }),
    expiresAt: z.date().optional().meta({ hidden: true, readOnly: true }),
    /** Counts the tokens: whoever refreshes names the one that was used up. */
    tokenVersion: z.number().int().min(0).default(0).meta({ hidden: true, readOnly: true }),
    /** Until then somebody refreshes, or nobody may. */
    refreshUntil: z.date().optional().meta({ hidden: true, readOnly: true }),
    /** Until then the vendor wants to be left alone. */
    throttledUntil: z.date().optional().meta({ hidden: true, readOnly: true }),
    lastSyncedAt: z.date().optional().meta({ label: 'Last synced', readOnly: true, hasTime: true }),
    /** Runs that failed one after another. */
    failures: z
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ label: 'Failed runs', readOnly: true, isAside: true }),
  }),
  titleOf: ({ vendor, name }) => `${name} (${vendor})`,
  unique: [['vendor', 'accountId']],
  indexes: [['ownerId'], ['vendor', 'state']],
  access: { read: 'admin', create: 'system', update: 'system', delete: 'system' },
  derivedEvents: [
    {
      type: 'integration.connected',
      when: (after, before) => after.sealed !== undefined && before?.sealed === undefined,
    },
    {
      type: 'integration.failing',
      field: 'state',
      when: (after, before) =>
        before !== undefined &&
        before.state !== after.state &&
        (['reconnect', 'error'].includes(after.state) ||
          // nobody has paused it: it wants a decision
          (after.state === 'paused' && Boolean(after.lastError))),
    },
    {
      type: 'integration.disconnected',
      when: (after, before) => before?.sealed !== undefined && after.sealed === undefined,
    },
  ],
});

export type IntegrationCredentialRecord = RecordOf<typeof IntegrationCredential>;
