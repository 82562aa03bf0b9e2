import { z } from 'zod';
import { day } from '../../entity/days.ts';
import { defineEntity, type PrepareContext, type RecordOf } from '../../entity/define-entity.ts';
import { sameNumber } from '../../entity/money.ts';
import { currency } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';
import { FORECAST_CATEGORIES } from '../../intelligence/forecast/category.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import type { Stage } from '../pipeline/pipeline.schema.ts';
import { requireFilled } from '../pipeline/required-fields.ts';
import { lossOf } from './loss-of.ts';

/** A possible sale; people say "deal". */
export const Opportunity = defineEntity({
  name: 'opportunity',
  plural: 'opportunities',
  domain: 'crm',
  label: { one: 'deal', many: 'deals' },
  aliases: ['opportunity', 'opportunities', 'sale', 'sales'],
  eventName: 'deal',
  hasCustomFields: true,
  talk: {
    owner: 'ownerId',
    period: 'expectedCloseAt',
    columns: ['title', 'companyId', 'stageId', 'amountMinor', 'expectedCloseAt', 'ownerId'],
    tellsApart: ['companyId', 'amountMinor'],
    subtitle: ['companyId'],
    knownBy: 'companyId',
    prefers: { field: 'status', value: 'open' },
    sums: 'amountMinor',
    sort: 'expectedCloseAt',
    touched: { field: 'lastActivityAt' },
    inTimeline: true,
    nouns: {
      renewal: { field: 'title', op: 'contains', value: 'renewal' },
      upsell: { field: 'title', op: 'contains', value: 'upsell' },
    },
  },
  schema: z.object({
    title: z
      .string()
      .trim()
      .min(1)
      .max(160)
      .meta({ label: 'Title', aliases: ['name'] }),
    companyId: z
      .string()
      .optional()
      .meta({
        label: 'Company',
        ref: 'company',
        onDelete: 'cascade',
        aliases: ['company', 'account', 'customer', 'client'],
      }),
    contactId: z
      .string()
      .optional()
      .meta({ label: 'Contact', ref: 'contact', onDelete: 'clear', aliases: ['contact', 'person'] }),
    /** Left out: the default pipeline. */
    pipelineId: z
      .string()
      .optional()
      .meta({ label: 'Pipeline', ref: 'pipeline', onDelete: 'refuse', aliases: ['pipeline'] }),
    /** Left out: the pipeline's first stage. */
    stageId: z
      .string()
      .optional()
      .meta({
        label: 'Stage',
        aliases: ['stage', 'phase', 'step'],
        part: { of: 'pipeline', list: 'stages' },
      }),
    amountMinor: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ label: 'Amount', aliases: ['amount', 'value', 'worth', 'size', 'price'], format: 'money' }),
    /** ISO 4217. Left out: the workspace's. */
    currency: currency().optional().meta({ label: 'Currency', isAside: true }),
    /** 0 to 1; follows the stage unless set by hand. */
    probability: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({
        label: 'Probability',
        aliases: ['chance', 'odds', 'likelihood'],
        format: 'percent',
        follows: 'stageId',
      }),
    /** What somebody has said; else it follows from the probability (`categoryOf`). */
    forecastCategory: z
      .enum(FORECAST_CATEGORIES)
      .optional()
      .meta({ label: 'Forecast category', isAside: true, hasCommonWords: true }),
    expectedCloseAt: day()
      .optional()
      .meta({ label: 'Expected close', aliases: ['close date', 'closing date', 'closes', 'closing', 'due'] }),
    closedAt: z
      .date()
      .optional()
      .meta({
        label: 'Closed',
        aliases: ['closed', 'won on', 'lost on'],
        readOnly: true,
        belongsTo: { field: 'status', values: ['won', 'lost'] },
      }),
    status: z
      .enum(['open', 'won', 'lost'])
      .default('open')
      .meta({ label: 'Status', verbs: { won: 'Close', lost: 'Close' } }),
    lossReason: z
      .string()
      .trim()
      .max(500)
      .optional()
      .meta({
        label: 'Loss reason',
        aliases: ['reason'],
        belongsTo: { field: 'status', values: ['lost'] },
      }),
    /** One of the workspace's list; the words of `lossReason` choose it unless it is given. */
    lossReasonKey: z
      .string()
      .trim()
      .toLowerCase()
      .max(40)
      .optional()
      .meta({
        label: 'Lost on',
        aliases: ['kind of loss', 'lost because of'],
        belongsTo: { field: 'status', values: ['lost'] },
      }),
    /** Who competes for it. */
    competitorIds: z
      .array(z.string())
      .max(20)
      .optional()
      .meta({
        label: 'Competitors',
        ref: 'competitor',
        onDelete: 'keep',
        toolName: 'competitors',
        aliases: ['competitor', 'rival', 'rivals', 'competition'],
      }),
    lostToId: z
      .string()
      .optional()
      .meta({
        label: 'Lost to',
        ref: 'competitor',
        onDelete: 'clear',
        belongsTo: { field: 'status', values: ['lost'] },
      }),
    ownerId: z
      .string()
      .optional()
      .meta({ label: 'Owner', ref: 'user', onDelete: 'keep', aliases: ['owner', 'rep', 'assigned to'] }),
    stageChangedAt: z.date().optional().meta({ label: 'In stage since', readOnly: true }),
    /** The stage that it was closed in: how far deals come that are won, or lost. */
    lastStageId: z.string().optional().meta({ hidden: true }),
    lastActivityAt: z
      .date()
      .optional()
      .meta({ label: 'Last activity', aliases: ['last touched'] }),
    source: z.string().trim().max(120).optional().meta({ label: 'Source' }),
    tags: z
      .array(z.string().trim().min(1).max(60))
      .max(50)
      .optional()
      .meta({ label: 'Tags', aliases: ['tag'] }),
    nextStep: z
      .string()
      .trim()
      .max(500)
      .optional()
      .meta({ label: 'Next step', aliases: ['next steps'] }),
    notes: z
      .string()
      .max(20_000)
      .optional()
      .meta({ label: 'Notes', aliases: ['note'], format: 'longtext' }),
  }),
  personal: { contactId: 'redact' },
  titleOf: (deal) => deal.title,
  search: ['title', 'tags'],
  indexes: [
    ['companyId'],
    ['contactId'],
    ['ownerId', 'status'],
    ['pipelineId', 'stageId'],
    ['status', 'expectedCloseAt'],
    ['expectedCloseAt'],
    ['status', 'closedAt'],
    ['competitorIds'],
  ],
  derivedEvents: [
    {
      type: 'deal.stage_changed',
      field: 'stageId',
      // a deal that is won or lost says so itself
      isTold: (after) => after.status !== 'won' && after.status !== 'lost',
      when: (after, before) => Boolean(before) && after.stageId !== before?.stageId,
    },
    {
      type: 'deal.won',
      field: 'status',
      says: () => 'Deal won',
      when: (after, before) => after.status === 'won' && before?.status !== 'won',
    },
    {
      type: 'deal.lost',
      field: 'status',
      says: ({ lossReason }) => (lossReason ? `Deal lost: ${lossReason}` : 'Deal lost'),
      when: (after, before) => after.status === 'lost' && before?.status !== 'lost',
    },
    {
      type: 'deal.owner_changed',
      field: 'ownerId',
      when: (after, before) => Boolean(before) && after.ownerId !== before?.ownerId,
    },
  ],
  async prepare(next, { before, read, readWhere, entities, now }) {
    const pipelineId =
      next.pipelineId ?? ((await readWhere('pipeline', { isDefault: true }))?._id as string | undefined);
    const pipeline = pipelineId ? await read('pipeline', pipelineId) : undefined;
    if (!pipeline)
      throw new InvalidError('There is no such pipeline. Create a pipeline first.', {
        pipelineId: 'is unknown',
      });
    const stages = pipeline.stages as Stage[];
    const moved = next.stageId !== before?.stageId;
    const named = stages.find((stage) => stage.id === next.stageId);
    if (next.stageId && moved && !named) {
      throw new InvalidError(
        `The pipeline ${String(pipeline.name)} has no such stage. Stages: ${stages.map((stage) => stage.name).join(', ')}.`,
        { stageId: 'is not a stage of the pipeline' },
      );
    }
    // closing by status moves the deal to the stage of that kind, moving to such a stage closes it
    const byStatus =
      next.status !== before?.status && !moved
        ? stages.find((stage) => stage.kind === next.status)
        : undefined;
    const stage = byStatus ?? named ?? stages[0];
    if (!stage) throw new InvalidError('The pipeline has no stages.');
    const status = moved || !before ? (next.stageId || !next.status ? stage.kind : next.status) : next.status;
    const amount = before && (await inItsCurrency(next, before, readWhere));
    const isChanged = stage.id !== before?.stageId;
    const deals = entities.get('opportunity');
    if (before && isChanged && deals) requireFilled(stage, next, deals);
    const loss = status === 'lost' ? await lossOf(next, before, readWhere) : {};
    const wasSetByHand = next.probability !== undefined && next.probability !== before?.probability;
    if (before && before.status === status && status !== 'open' && wasSetByHand)
      throw new InvalidError(
        `The deal is ${status}, so its probability is settled. Open it again to change it.`,
        {
          probability: `follows from the deal being ${status}`,
        },
      );
    return {
      pipelineId,
      stageId: stage.id,
      status,
      ...(amount !== undefined && { amountMinor: amount }),
      ...loss,
      ...(isChanged && { stageChangedAt: now, ...(!wasSetByHand && { probability: stage.probability }) }),
      ...(status !== 'open' && before?.status === 'open' && { lastStageId: before.stageId }),
      ...(status !== 'open' && {
        // a deal that is lost and then won was closed when it was won
        closedAt: before?.status === status || next.closedAt !== before?.closedAt ? next.closedAt : now,
      }),
    };
  },
});

export type OpportunityRecord = RecordOf<typeof Opportunity>;

type Priced = { amountMinor?: number | undefined; currency?: string | undefined };

/** Of an amount whose currency changes; undefined when it does not. */
async function inItsCurrency(
  next: Priced,
  before: Priced,
  readWhere: PrepareContext<unknown>['readWhere'],
): Promise<number | undefined> {
  const { amountMinor } = next;
  const isSame = next.currency === before.currency || amountMinor !== before.amountMinor;
  if (isSame || typeof amountMinor !== 'number') return undefined;
  const own = String((await readWhere(Workspace.name, {}))?.currency ?? 'USD');
  return sameNumber(amountMinor, before.currency ?? own, next.currency ?? own);
}
