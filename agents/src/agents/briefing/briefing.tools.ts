import { ACTIVE, AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { briefFacts } from '@clianta/crm-core/conversations/ai-memory/brief-facts';
import { Activity, type ActivityRecord } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { BriefCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import {
  capitalize,
  counted,
  formatDate,
  formatDay,
  formatMoney,
  formatNumber,
  listed,
} from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { subjectShape, subjectsOf } from '../../tools/subjects-of.ts';
import { dealRisks } from '../deal/deal-risks.ts';
import { allPipelines } from '../pipeline/resolve-pipeline.ts';
import { competitionSection } from './competition-section.ts';

type Section = BriefCard['sections'][number];
type Subjects = Awaited<ReturnType<typeof subjectsOf>>;

/** The condition "belongs to these subjects": the company where there is one, else the person or deal. */
function belonging({ company, contact, deal }: Subjects): Condition[] {
  if (company) return [{ field: 'companyId', op: 'eq', value: company.id }];
  if (contact) return [{ field: 'contactId', op: 'eq', value: contact.id }];
  return [{ field: 'opportunityId', op: 'eq', value: deal?.id }];
}

function companySection(company: CompanyRecord, context: ToolContext): Section {
  const facts = [
    company.industry && `Industry: ${company.industry}`,
    company.employees !== undefined && `${formatNumber(company.employees, context)} employees`,
    company.annualRevenueMinor !== undefined &&
      `Annual revenue ${formatMoney(company.annualRevenueMinor, context.currency, context)}`,
    [company.city, company.country].filter(Boolean).join(', '),
    company.domain && `Website ${company.domain}`,
    `Status: ${company.status}`,
    company.notes,
  ].filter((fact): fact is string => Boolean(fact));
  return { heading: 'Company', items: facts.map((text) => ({ text, source: company.name })) };
}

function peopleSection(people: ContactRecord[], context: ToolContext): Section {
  return {
    heading: 'People',
    items: people.map((person) => {
      const last = person.lastContactedAt
        ? `last contacted ${formatDay(person.lastContactedAt, context)}`
        : 'never contacted';
      return {
        text: [person.name, person.jobTitle, person.email, last].filter(Boolean).join(' · '),
        source: person.name,
      };
    }),
  };
}

async function dealsSection(deals: OpportunityRecord[], context: ToolContext): Promise<Section> {
  const stages = new Map(
    (await allPipelines(context)).flatMap((pipeline) =>
      pipeline.stages.map((stage) => [stage.id, stage.name] as const),
    ),
  );
  return {
    heading: 'Deals',
    items: deals.map((deal) => {
      const parts = [
        deal.title,
        deal.amountMinor === undefined
          ? undefined
          : formatMoney(deal.amountMinor, deal.currency ?? context.currency, context),
        deal.status === 'open' ? stages.get(String(deal.stageId)) : deal.status,
        deal.expectedCloseAt && deal.status === 'open'
          ? `closing ${formatDay(deal.expectedCloseAt, context)}`
          : undefined,
      ];
      return { text: parts.filter(Boolean).join(' · '), source: deal.title };
    }),
  };
}

function timelineItems(entries: ActivityRecord[], context: ToolContext): Section['items'] {
  return entries.map((entry) => ({
    text: `${formatDate(entry.at, context)}: ${entry.subject}${entry.body ? ` – ${entry.body.slice(0, 240)}` : ''}`,
    source: entry.type,
  }));
}

/** Reads everything a brief is made of, in parallel. */
async function readBrief(context: ToolContext, subjects: Subjects) {
  const { crm, scope } = context;
  const where = belonging(subjects);
  const open: Condition = { field: 'status', op: 'ne', value: 'completed' };
  const dealWhere = subjects.company
    ? where
    : subjects.contact
      ? where
      : [{ field: 'id', op: 'eq' as const, value: subjects.deal?.id }];
  const [people, deals, tasks, timeline] = await Promise.all([
    subjects.company
      ? crm.records(Contact).find(scope, { where, limit: 8, sort: '-lastContactedAt' })
      : undefined,
    crm.records(Opportunity).find(scope, { where: dealWhere, limit: 10, sort: '-updatedAt' }),
    crm.records(Task).find(scope, { where: [...where, open], limit: 8, sort: 'dueAt' }),
    crm.records(Activity).find(scope, {
      where: [...where, { field: 'type', op: 'ne', value: 'change' }],
      limit: 8,
      sort: '-at',
    }),
  ]);
  const everyone = people?.records ?? (subjects.contact ? [subjects.contact] : []);
  const about = [...everyone, ...deals.records, ...(subjects.company ? [subjects.company] : [])].map(
    (record) => record.id,
  );
  const memories = await crm
    .records(AIMemory)
    .find(scope, { where: [{ field: 'subjectId', op: 'in', value: about }, ACTIVE], limit: 200 });
  return {
    people: everyone,
    deals: deals.records,
    tasks: tasks.records,
    timeline: timeline.records,
    memories: briefFacts(memories.records),
  };
}

function talkingPoints(found: Awaited<ReturnType<typeof readBrief>>, context: ToolContext): Section {
  const items: Section['items'] = [];
  for (const deal of found.deals) {
    if (deal.nextStep)
      items.push({ text: `Agree on the next step of ${deal.title}: ${deal.nextStep}`, source: deal.title });
    for (const risk of dealRisks(deal, context))
      items.push({ text: `${deal.title}: ${risk}`, source: deal.title });
  }
  for (const task of found.tasks) {
    if (task.dueAt && task.dueAt < context.now)
      items.push({ text: `Overdue: ${task.title} (${formatDate(task.dueAt, context)})`, source: 'task' });
  }
  return { heading: 'Watch out for', items };
}

/** "2 open deals worth $30,000". */
function standingOf(deals: readonly OpportunityRecord[], context: ToolContext): string {
  const open = deals.filter(({ status }) => status === 'open');
  if (open.length === 0) return 'no open deals';
  return `${counted(open.length, { one: 'open deal', many: 'open deals' })} worth ${worthInWords(context, open)}`;
}

export const createBrief = defineTool({
  name: 'create_brief',
  does: 'Preparing the brief',
  description:
    'Makes a brief for a call or meeting: company, people, deals, what happened last, open tasks, what is remembered.',
  input: z.strictObject({
    ...subjectShape,
    occasion: z.string().optional().describe('"call", "meeting"'),
  }),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const subjects = await subjectsOf(context, args);
    const main = subjects.contact?.name ?? subjects.company?.name ?? subjects.deal?.title;
    if (!main) throw new InvalidError('Say with whom the meeting is: a company, a person or a deal.');
    context.status(`Putting together the brief on ${main}`);
    const found = await readBrief(context, subjects);
    const tasks: Section = {
      heading: 'Open tasks',
      items: found.tasks.map((task) => ({
        text: task.dueAt ? `${task.title} · due ${formatDate(task.dueAt, context)}` : task.title,
        source: 'task',
      })),
    };
    const sections = [
      ...(subjects.company ? [companySection(subjects.company, context)] : []),
      peopleSection(found.people, context),
      await dealsSection(found.deals, context),
      await competitionSection(found.deals, context),
      { heading: 'What happened last', items: timelineItems(found.timeline, context) },
      tasks,
      {
        heading: 'What we remember',
        items: found.memories.map((memory) => ({ text: memory.fact, source: memory.source })),
      },
      talkingPoints(found, context),
    ].filter((section) => section.items.length > 0);
    const summary = standingOf(found.deals, context);
    const last = found.timeline[0]
      ? ` Last: ${found.timeline[0].subject} (${formatDate(found.timeline[0].at, context)}).`
      : '';
    return {
      text: `Here is your brief on **${main}**: ${counted(found.people.length, Contact.label)}, ${summary}.${last}`,
      cards: [
        {
          type: 'brief',
          title: `Brief: ${main}`,
          ...(args.occasion && { subtitle: `For your ${args.occasion}` }),
          sections,
        },
      ],
      focus: [
        ...(subjects.contact ? [focusOf(Contact, subjects.contact)] : []),
        ...(subjects.company ? [focusOf(Company, subjects.company)] : []),
        ...found.deals.slice(0, 3).map((deal) => focusOf(Opportunity, deal)),
      ],
      isAnswer: true,
    };
  },
});

export const summarizeTimeline = defineTool({
  name: 'summarize_timeline',
  does: 'Summing up the timeline',
  description: 'Sums up what happened with a person, company or deal, newest first.',
  input: z.strictObject({
    ...subjectShape,
    since: slot({ kind: 'since' }, z.string()).optional(),
  }),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const subjects = await subjectsOf(context, args);
    const main = subjects.contact ?? subjects.deal ?? subjects.company;
    if (!main) throw new InvalidError('Say whose timeline: a person, a company or a deal.');
    const name = 'title' in main ? main.title : main.name;
    const own: Condition[] = subjects.contact
      ? [{ field: 'contactId', op: 'eq', value: subjects.contact.id }]
      : subjects.deal
        ? [{ field: 'opportunityId', op: 'eq', value: subjects.deal.id }]
        : belonging(subjects);
    const since = args.since ? parseInstant(args.since, context) : undefined;
    const where = since ? [...own, { field: 'at', op: 'gte' as const, value: since }] : own;
    const service = context.crm.records(Activity);
    const isOpen: Condition = { field: 'status', op: 'eq', value: 'open' };
    const [count, page, open] = await Promise.all([
      service.count(context.scope, { where }),
      service.find(context.scope, { where, sort: '-at', limit: 15 }),
      subjects.deal
        ? { records: [subjects.deal] }
        : context.crm
            .records(Opportunity)
            .find(context.scope, { where: [...belonging(subjects), isOpen], sort: '-updatedAt', limit: 10 }),
    ]);
    const deals = open.records;
    if (count === 0) return { text: `Nothing is on the timeline of **${name}** yet.`, isAnswer: true };
    const kinds = new Map<string, number>();
    for (const entry of page.records) kinds.set(entry.type, (kinds.get(entry.type) ?? 0) + 1);
    const mix = listed([...kinds].map(([type, n]) => counted(n, { one: type, many: `${type}s` })));
    return {
      text: `${counted(count, Activity.label)} with **${name}**; the latest ${page.records.length}: ${mix}. ${capitalize(standingOf(deals, context))}.`,
      cards: [
        {
          type: 'brief',
          title: `Timeline: ${name}`,
          sections: [
            { heading: 'Newest first', items: timelineItems(page.records, context) },
            ...(deals.length > 0 ? [await dealsSection(deals, context)] : []),
          ],
        },
      ],
      focus: [
        ...(subjects.contact ? [focusOf(Contact, subjects.contact)] : []),
        ...(subjects.deal ? [focusOf(Opportunity, subjects.deal)] : []),
        ...(subjects.company ? [focusOf(Company, subjects.company)] : []),
      ],
      isAnswer: true,
    };
  },
});
