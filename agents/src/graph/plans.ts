import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { Step } from './state.ts';

/** The records that a predefined plan is about, as the user named them. */
interface PlanSubject {
  company?: string;
  contact?: string;
  deal?: string;
  occasion?: string;
}

export interface Plan {
  name: string;
  /** For the trace and the status line. */
  title: string;
  steps(goal: string, subject: PlanSubject, records: FocusItem[]): Step[];
}

const only = <K extends keyof PlanSubject>(subject: PlanSubject, ...keys: K[]) =>
  Object.fromEntries(keys.flatMap((key) => (subject[key] ? [[key, subject[key]]] : [])));

/** contact, company and deal look in parallel; the brief is written when all are back. */
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
    }
    if (subject.contact) {
      look('people', 'contactAgent', 'Looking at the person', 'get_contact', { contact: subject.contact });
      look('deals', 'dealAgent', 'Looking at the deals', 'search_deals', {
        where: [{ field: 'contact', op: 'eq', value: subject.contact }],
      });
    }
    if (subject.deal) {
      look('deals', 'dealAgent', 'Looking at the deal', 'deal_health', { deal: subject.deal });
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

export const plans: readonly Plan[] = [meetingPrep];
