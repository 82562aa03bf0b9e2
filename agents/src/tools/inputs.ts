import { ACTIVITY_TYPES } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { z } from 'zod';
import { adjust, oneOrMany, tagChanges } from './change-inputs.ts';
import { createShape, oneShape, searchShape, setShape } from './fields.ts';

const contact = z.string().describe('A contact: name, e-mail or id');
const company = z.string().describe('A company: name, domain or id');
const deal = z.string().describe("A deal: title, its company's name, or id");
const task = z.string().describe('A task: words of its title, or id');
const pipeline = z.string().describe('A pipeline: name or id');
const period = z
  .object({ from: z.string().optional(), to: z.string().optional() })
  .describe('ISO 8601 dates, from included, to excluded');

/** The zod input of every tool, by tool name. The language engine is typed against this. */
export const toolInputs = {
  search_contacts: z.strictObject(searchShape(Contact)),
  get_contact: z.strictObject(oneShape('contact', contact)),
  create_contact: z.strictObject(createShape(Contact)),
  update_contacts: z.strictObject({
    ...oneOrMany('contact', contact),
    set: setShape(Contact).optional(),
    ...tagChanges,
    adjust,
  }),
  delete_contacts: z.strictObject(oneOrMany('contact', contact)),
  find_duplicate_contacts: z.strictObject({
    by: z.enum(['email', 'phone', 'name']).optional().describe('Only those that share this'),
  }),
  enrich_contact: z.strictObject({ contact }),
  log_activity: z.strictObject({
    type: z.enum(ACTIVITY_TYPES).optional(),
    subject: z.string().describe('What happened, in a few words'),
    body: z.string().optional(),
    at: z.string().optional().describe('ISO 8601; default now'),
    contact: contact.optional(),
    company: company.optional(),
    deal: deal.optional(),
  }),

  search_companies: z.strictObject(searchShape(Company)),
  get_company: z.strictObject(oneShape('company', company)),
  create_company: z.strictObject(createShape(Company)),
  update_companies: z.strictObject({
    ...oneOrMany('company', company),
    set: setShape(Company).optional(),
    ...tagChanges,
    adjust,
  }),
  delete_companies: z.strictObject(oneOrMany('company', company)),
  get_company_hierarchy: z.strictObject({ company }),
  get_buying_committee: z.strictObject({ company }),

  search_deals: z.strictObject(searchShape(Opportunity)),
  get_deal: z.strictObject(oneShape('deal', deal)),
  create_deal: z.strictObject({
    ...createShape(Opportunity),
    title: z.string().optional().describe("Left out: made from the company's name"),
    stage: z.string().optional().describe('Name of the stage'),
  }),
  update_deals: z.strictObject({
    ...oneOrMany('deal', deal),
    set: setShape(Opportunity).optional(),
    ...tagChanges,
    adjust,
  }),
  move_deal: z.strictObject({
    deal,
    stage: z.string().describe('Name of the stage, or "next" or "previous"'),
  }),
  close_deal: z.strictObject({ deal, outcome: z.enum(['won', 'lost']), reason: z.string().optional() }),
  delete_deals: z.strictObject(oneOrMany('deal', deal)),
  deal_health: z.strictObject({ deal: deal.optional().describe('Left out: the open deals most at risk') }),

  list_pipelines: z.strictObject({ pipeline: pipeline.optional() }),
  create_pipeline: z.strictObject({
    name: z.string(),
    stages: z.array(z.string()).optional().describe('Names in order, without won and lost'),
    stageCount: z.number().int().min(1).max(20).optional().describe('When only their number is known'),
  }),
  change_stages: z.strictObject({
    pipeline: pipeline.optional().describe('Default: the default pipeline'),
    add: z
      .object({
        name: z.string(),
        probability: z.number().min(0).max(100).optional(),
        after: z.string().optional(),
        before: z.string().optional(),
      })
      .optional(),
    rename: z.object({ from: z.string(), to: z.string() }).optional(),
    remove: z.string().optional(),
    move: z
      .object({ name: z.string(), after: z.string().optional(), before: z.string().optional() })
      .optional(),
    probability: z.object({ name: z.string(), percent: z.number().min(0).max(100) }).optional(),
  }),
  stage_conversion: z.strictObject({
    pipeline: pipeline.optional(),
    period: period.optional(),
    groupBy: z
      .string()
      .optional()
      .describe('Win rate per value of a field of deals: "owner", "company.industry"'),
  }),

  search_tasks: z.strictObject(searchShape(Task)),
  create_task: z.strictObject(createShape(Task)),
  complete_tasks: z.strictObject(oneOrMany('task', task)),
  update_tasks: z.strictObject({ ...oneOrMany('task', task), set: setShape(Task).optional(), adjust }),
  delete_tasks: z.strictObject(oneOrMany('task', task)),

  create_brief: z.strictObject({
    company: company.optional(),
    contact: contact.optional(),
    deal: deal.optional(),
    occasion: z.string().optional().describe('"call", "meeting"'),
  }),
  summarize_timeline: z.strictObject({
    company: company.optional(),
    contact: contact.optional(),
    deal: deal.optional(),
    since: z.string().optional(),
  }),

  remember: z.strictObject({
    fact: z.string().describe('A whole sentence'),
    about: z.string().optional().describe('Name of the person, company or deal; "me" or "workspace"'),
  }),
  recall: z.strictObject({ about: z.string().optional(), text: z.string().optional() }),
  correct_memory: z.strictObject({
    about: z.string().optional(),
    old: z.string().optional().describe('Words of the fact that is wrong'),
    fact: z.string().describe('The right fact, a whole sentence'),
  }),
  forget: z.strictObject({ about: z.string().optional(), text: z.string().optional() }),
  list_memories: z.strictObject({}),

  help: z.strictObject({ topic: z.string().optional() }),
  workspace_facts: z.strictObject({
    about: z.enum(['workspace', 'team', 'me', 'now', 'counts']).optional(),
  }),
  undo_last: z.strictObject({ groupId: z.string().optional() }),
  explain_last_turn: z.strictObject({
    change: z
      .enum(['any', 'created', 'updated', 'deleted'])
      .optional()
      .describe('The latest turn that changed something this way, not just the last turn.'),
    entity: z.enum(['contact', 'company', 'opportunity', 'task']).optional(),
    field: z.enum(['owner', 'stage', 'tags']).optional().describe('What was changed of the record.'),
  }),
} as const;

export type ToolName = keyof typeof toolInputs;
export type ToolArgs<N extends ToolName> = z.input<(typeof toolInputs)[N]>;

/** Which agent owns which tools; at most 8 each. */
export const agentTools = {
  contactAgent: [
    'search_contacts',
    'get_contact',
    'create_contact',
    'update_contacts',
    'delete_contacts',
    'find_duplicate_contacts',
    'enrich_contact',
    'log_activity',
  ],
  companyAgent: [
    'search_companies',
    'get_company',
    'create_company',
    'update_companies',
    'delete_companies',
    'get_company_hierarchy',
    'get_buying_committee',
  ],
  dealAgent: [
    'search_deals',
    'get_deal',
    'create_deal',
    'update_deals',
    'move_deal',
    'close_deal',
    'delete_deals',
    'deal_health',
  ],
  pipelineAgent: ['list_pipelines', 'create_pipeline', 'change_stages', 'stage_conversion'],
  taskAgent: ['search_tasks', 'create_task', 'complete_tasks', 'update_tasks', 'delete_tasks'],
  briefingAgent: ['create_brief', 'summarize_timeline'],
  memoryAgent: ['remember', 'recall', 'correct_memory', 'forget', 'list_memories'],
  generalAgent: ['help', 'workspace_facts', 'undo_last', 'explain_last_turn'],
} as const satisfies Record<string, readonly ToolName[]>;

export type AgentName = keyof typeof agentTools;
