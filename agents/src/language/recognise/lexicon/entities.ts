import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';

/** Records that can be listed, counted, changed and deleted by filter. */
export type EntityName = 'contact' | 'company' | 'opportunity' | 'task';

export interface EntityTools {
  entity: Entity;
  agent: string;
  /** The argument that names one record. */
  key: 'contact' | 'company' | 'deal' | 'task';
  search: string;
  get?: string;
  create: string;
  update: string;
  remove: string;
  /** What an amount or count without a field name is compared with, by the form it is written in. */
  measures: { money?: string; number?: string; percent?: string };
  /** What a period without a verb is compared with. */
  period: string;
  /** When somebody was last in touch. */
  touched?: string;
  /** The field that links the record to a teammate. */
  owner: string;
  /** The field a bare name without any other role is stored in. */
  title: 'name' | 'title';
}

export const entityTools: Record<EntityName, EntityTools> = {
  contact: {
    entity: Contact as unknown as Entity,
    agent: 'contactAgent',
    key: 'contact',
    search: 'search_contacts',
    get: 'get_contact',
    create: 'create_contact',
    update: 'update_contacts',
    remove: 'delete_contacts',
    measures: { number: 'leadScore', percent: 'leadScore' },
    period: 'created',
    touched: 'lastContacted',
    owner: 'owner',
    title: 'name',
  },
  company: {
    entity: Company as unknown as Entity,
    agent: 'companyAgent',
    key: 'company',
    search: 'search_companies',
    get: 'get_company',
    create: 'create_company',
    update: 'update_companies',
    remove: 'delete_companies',
    measures: { money: 'annualRevenue', number: 'employees' },
    period: 'created',
    touched: 'lastContacted',
    owner: 'owner',
    title: 'name',
  },
  opportunity: {
    entity: Opportunity as unknown as Entity,
    agent: 'dealAgent',
    key: 'deal',
    search: 'search_deals',
    get: 'get_deal',
    create: 'create_deal',
    update: 'update_deals',
    remove: 'delete_deals',
    measures: { money: 'amount', number: 'amount', percent: 'probability' },
    period: 'expectedClose',
    touched: 'lastActivity',
    owner: 'owner',
    title: 'title',
  },
  task: {
    entity: Task as unknown as Entity,
    agent: 'taskAgent',
    key: 'task',
    search: 'search_tasks',
    create: 'create_task',
    update: 'update_tasks',
    remove: 'delete_tasks',
    measures: {},
    period: 'due',
    owner: 'assignee',
    title: 'title',
  },
};

export const entityNames = Object.keys(entityTools) as EntityName[];
