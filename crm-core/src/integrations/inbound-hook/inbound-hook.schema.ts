import { z } from 'zod';
import { canHaveWorkflows } from '../../automation/faults.ts';
import { defineEntity, type Entity, type RecordOf } from '../../entity/define-entity.ts';
import { InvalidError } from '../../errors.ts';
import { hookTargets } from './hook-targets.ts';

/** Where something stands in what was sent: `customer.email`, `items.0.sku`. */
const payloadPath = () =>
  z
    .string()
    .trim()
    .max(200)
    .regex(/^[^.\s][^.]*(\.[^.]+)*$/, 'is not a path such as customer.email');

const mappingSchema = z.object({
  path: payloadPath(),
  /** What it becomes, as a column of an import does: `email`, `companyId`, `custom.budget`. */
  field: z.string().trim().min(1, 'is missing').max(80),
});
export type HookMapping = z.output<typeof mappingSchema>;

/** An address that another system sends events to; each makes a record, or changes the one that it is about. */
export const InboundHook = defineEntity({
  name: 'inboundHook',
  plural: 'inbound-hooks',
  domain: 'integrations',
  label: { one: 'inbound webhook', many: 'inbound webhooks' },
  isCached: true,
  schema: z.object({
    /** What people call the other system. */
    name: z.string().trim().min(1, 'is missing').max(80).meta({ label: 'Name' }),
    /** What an event becomes, by the name of the entity. */
    kind: z.string().max(60).meta({ label: 'Kind of record' }),
    mapping: z.array(mappingSchema).min(1, 'is missing').max(50).meta({ label: 'Fields' }),
    /** By which of its fields an event finds the record that it is about; absent: each makes a new one. */
    matchBy: z.string().max(80).optional().meta({ label: 'Matched by' }),
    /** `signed`: by the Standard Webhooks specification. `address`: whoever knows the address may send. */
    proof: z.enum(['signed', 'address']).default('signed').meta({ label: 'Proven by' }),
    /** Where an event that comes without a `webhook-id` says which one it is. */
    idPath: payloadPath().optional().meta({ label: 'Where its id stands' }),
    /** Begins with the record of each event. */
    workflowId: z
      .string()
      .optional()
      .meta({ label: 'Begins the workflow', ref: 'workflow', onDelete: 'clear' }),
    status: z.enum(['on', 'paused']).default('on').meta({ label: 'Status' }),
    lastAt: z.date().optional().meta({ label: 'Last event', readOnly: true }),
    /** Of the token that its address ends in, which is shown once. */
    pathHash: z.string().length(64).optional().meta({ hidden: true }),
    /** Encrypted, the newest first: a new one works beside the one before it. */
    sealedSecrets: z.array(z.string()).max(2).default([]).meta({ hidden: true }),
  }),
  titleOf: ({ name }) => name,
  unique: [['name'], ['pathHash']],
  access: { read: 'admin', create: 'admin', update: 'admin', delete: 'admin' },
  async prepare(next, { read, entities }) {
    const entity = entities.get(next.kind);
    if (!entity || !canBeSent(entity))
      throw new InvalidError(`Events cannot become “${next.kind}”.`, { kind: 'is not possible' });
    const known = new Set(hookTargets(entity, [], entities).map(({ key }) => key));
    // whether there is a field of one's own is seen when an event comes: it may be made later
    const unknown = next.mapping.filter(({ field }) => !known.has(field) && !field.startsWith('custom.'));
    if (unknown.length > 0)
      throw new InvalidError(
        `${entity.label.many} have no field “${unknown.map(({ field }) => field).join(', ')}”.`,
        { mapping: 'names fields that there are not' },
      );
    const fields = next.mapping.map(({ field }) => field);
    if (new Set(fields).size < fields.length)
      throw new InvalidError('Two paths go to the same field.', { mapping: 'has a field twice' });
    if (next.matchBy && !(canMatchBy(entity, next.matchBy) && fields.includes(next.matchBy)))
      throw new InvalidError(`Events cannot be matched by “${next.matchBy}”.`, {
        matchBy: 'has to be a text among the fields',
      });
    const workflow = next.workflowId ? await read('workflow', next.workflowId) : undefined;
    if (workflow && !worksOn(workflow, entity))
      throw new InvalidError(`That workflow does not work on ${entity.label.many}.`, {
        workflowId: `does not work on ${entity.label.many}`,
      });
    return {};
  },
});

export type InboundHookRecord = RecordOf<typeof InboundHook>;

/** Kinds of record that events become: those that people look after, and everybody may see. */
export const canBeSent = canHaveWorkflows;

/** A field by whose value one record is told from all others. */
export const canMatchBy = (entity: Entity, name: string): boolean =>
  entity.fields.some(
    (field) => field.name === name && field.kind === 'string' && !field.ref && field.format !== 'longtext',
  );

function worksOn({ draft }: Record<string, unknown>, entity: Entity): boolean {
  const { trigger } = (draft ?? {}) as { trigger?: { entity?: string } };
  return trigger?.entity === undefined || trigger.entity === entity.name;
}
