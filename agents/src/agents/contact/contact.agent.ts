import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { contactSayings } from './contact.sayings.ts';
import {
  createContact,
  deleteContacts,
  getContact,
  searchContacts,
  updateContacts,
} from './contact.tools.ts';
import { enrichContacts } from './enrich-contacts.tool.ts';
import { logActivity } from './log-activity.tool.ts';
import { siteReportSayings } from './site-report.sayings.ts';
import { siteReport } from './site-report.tool.ts';

const tools = [
  searchContacts,
  getContact,
  createContact,
  updateContacts,
  deleteContacts,
  enrichContacts,
  logActivity,
  siteReport,
];

export const contactAgent = defineAgent({
  name: 'contactAgent',
  description:
    'Finds, adds, changes and enriches people, logs calls and notes, and says who and how many were on the website.',
  instructions: `You look after the people in the CRM. Use one tool call where one is enough: filters take any field, and an
update or delete takes a filter, so never loop over records. "Not talked to for N" means lastContacted before now-N or empty. When
someone seems to exist already, say so and offer an update. Log a call, note, e-mail or meeting that is told to you. Visits of the website are
site_report's: only people who are known have names there, and nobody else is guessed.`,
  tools,
  examples: [
    'Add Jane Doe from Acme, jane@acme.example, VP Sales',
    'Who at Acme have we not talked to for a month?',
    'Delete all contacts without an e-mail',
    'Log a call with Jane: she wants a revised quote',
    'Who from Acme was on the pricing page?',
  ],
  sayings: sayingsOf(tools, { ...contactSayings, site_report: siteReportSayings }),
});
