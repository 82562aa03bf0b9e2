import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { Step } from './state.ts';

/** The records that a predefined plan is about, as the user named them. */
interface PlanSubject {
  company?: string;
  contact?: string;
  deal?: string;
  occasion?: string;
  /** Of a plan that does a call of a tool: all that the call says. */
  args?: Record<string, unknown>;
}

export interface Plan {
  name: string;
  /** For the trace and the status line. */
  title: string;
  steps(goal: string, subject: PlanSubject, records: FocusItem[]): Step[];
}

const only = <K extends keyof PlanSubject>(subject: PlanSubject, ...keys: K[]) =>
  Object.fromEntries(keys.flatMap((key) => (subject[key] ? [[key, subject[key]]] : [])));

/** contact, company, deal and competitor look in parallel; the brief is written when all are back. */
const meetingPrep: Plan = {
  name: 'meeting_prep',
  title: 'Preparing your meeting',
  steps(goal, subject, records) {
    const brief = { goal, records, constraints: ['read only'] };
    const where = subject.company ? [{ field: 'company', op: 'eq', value: subject.company }] : [];
    const looks: Step[] = [];
    const look = (id: string, agent: string, title: string, tool: string, args: Record<string, unknown>) =>
      looks.push({ id, agent, title, brief, after: [], calls: [{ id, tool, args }], isInternal: true });
    if (subject.company) {
      look('people', 'contactAgent', 'Looking at the people', 'search_contacts', { where, limit: 8 });
      look('company', 'companyAgent', 'Looking at the company', 'get_company', { company: subject.company });
      look('deals', 'dealAgent', 'Looking at the deals', 'search_deals', { where });
      look('rivals', 'competitorAgent', 'Looking at the competition', 'list_competitors', {
        company: subject.company,
      });
    }
    if (subject.contact) {
      look('people', 'contactAgent', 'Looking at the person', 'get_contact', { contact: subject.contact });
      look('deals', 'dealAgent', 'Looking at the deals', 'search_deals', {
        where: [{ field: 'contact', op: 'eq', value: subject.contact }],
      });
    }
    if (subject.deal) {
      look('deals', 'dealAgent', 'Looking at the deal', 'deal_health', { deal: subject.deal });
      look('rivals', 'competitorAgent', 'Looking at the competition', 'list_competitors', {
        deal: subject.deal,
      });
    }
    return [
      ...looks,
      {
        id: 'brief',
        agent: 'briefingAgent',
        title: 'Writing the brief',
        brief,
        after: looks.map((step) => step.id),
        calls: [
          {
            id: 'brief',
            tool: 'create_brief',
            args: only(subject, 'company', 'contact', 'deal', 'occasion'),
          },
        ],
      },
    ];
  },
};

/** @param own - its arguments; without any, the record that the plan is about */
type Part = readonly [agent: string, title: string, tool: string, own?: Record<string, unknown>];

/** Parts that each are told, of the same record. @param isInOrder - each waits for the one before, and is left when that failed */
function told(
  goal: string,
  records: FocusItem[],
  args: Record<string, unknown>,
  parts: readonly Part[],
  isInOrder: boolean,
): Step[] {
  return parts.map(([agent, title, tool, own], at) => ({
    id: tool,
    agent,
    title,
    brief: { goal, records, constraints: [] },
    after: isInOrder ? parts.slice(at - 1, at).map((before) => before[2]) : [],
    ...(isInOrder && { needsBefore: true }),
    calls: [{ id: tool, tool, args: own ?? args }],
  }));
}

/** How a deal stands, how likely it is won and against whom, side by side. */
const dealAnalysis: Plan = {
  name: 'deal_analysis',
  title: 'Analysing the deal',
  steps: (goal, subject, records) =>
    told(
      goal,
      records,
      only(subject, 'deal'),
      [
        ['dealAgent', 'Looking at the deal', 'deal_health'],
        ['forecastAgent', 'Working out how likely it is won', 'win_probability'],
        ['competitorAgent', 'Looking at the competition', 'list_competitors'],
      ],
      false,
    ),
};

/** What a lead is worth, why, who takes it and what comes next, one after the other. */
const leadQualification: Plan = {
  name: 'lead_qualification',
  title: 'Qualifying the lead',
  steps: (goal, subject, records) =>
    told(
      goal,
      records,
      only(subject, 'contact'),
      [
        ['leadScoreAgent', 'Counting the score', 'recalculate_scores'],
        ['leadScoreAgent', 'Looking at what it is made of', 'explain_score'],
        ['leadScoreAgent', 'Finding who takes it', 'route_leads'],
        ['workflowAgent', 'Looking for workflows that take it up', 'search_workflows', WORKFLOWS_OF_LEADS],
        [
          'taskAgent',
          'Adding a task to call',
          'create_task',
          { title: 'First call', ...only(subject, 'contact') },
        ],
      ],
      true,
    ),
};

const WORKFLOWS_OF_LEADS = {
  where: [
    { field: 'status', op: 'eq', value: 'active' },
    { field: 'about', op: 'eq', value: Contact.label.many },
  ],
};

/** What there is to add to somebody's data, what costs points as it is not known, and who looks like them. */
const dataEnrichment: Plan = {
  name: 'data_enrichment',
  title: 'Looking at the data',
  steps: (goal, subject, records) =>
    told(
      goal,
      records,
      only(subject, 'contact'),
      [
        ['dataEntryAgent', 'Reading the newest mail', 'extract_records'],
        ['leadScoreAgent', 'Looking at what is not known', 'explain_score'],
        ['hygieneAgent', 'Looking for doubles', 'find_duplicates'],
      ],
      false,
    ),
};

/** A page, the mail that leads there, and who would not get it; each is a draft that nobody outside sees. */
const campaignCreation: Plan = {
  name: 'campaign_creation',
  title: 'Drafting the campaign',
  steps(goal, { args = {} }, records) {
    const step = (
      agent: string,
      title: string,
      tool: string,
      call: Record<string, unknown>,
      after: string[],
    ): Step => ({
      id: tool,
      agent,
      title,
      brief: { goal, records, constraints: [] },
      after,
      calls: [{ id: tool, tool, args: call }],
    });
    return [
      step('landingPageAgent', 'Drafting the page', 'draft_page', { title: args.about }, []),
      step('campaignAgent', 'Drafting the mail', 'save_campaign', args, ['draft_page']),
      {
        ...step('campaignAgent', 'Looking who gets it', 'preview_campaign', { part: 'left_out' }, [
          'save_campaign',
        ]),
        needsBefore: true,
      },
    ];
  },
};

export const plans: readonly Plan[] = [
  meetingPrep,
  dealAnalysis,
  leadQualification,
  dataEnrichment,
  campaignCreation,
];

/** The plan that does a call of a tool, and what it is about; undefined: the call is done as it is. */
export function planOf(
  wanted: string | undefined,
  args: Record<string, unknown>,
): { plan: Plan; subject: PlanSubject } | undefined {
  const found = plans.find(({ name }) => name === wanted);
  const { deal, contact, company } = args;
  const subject = Object.fromEntries(
    Object.entries({ deal, contact, company }).filter(([, value]) => typeof value === 'string'),
  );
  return found && { plan: found, subject: { ...subject, args } };
}
