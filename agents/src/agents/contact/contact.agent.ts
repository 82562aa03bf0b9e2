import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { contactSayings } from './contact.sayings.ts';
import {
  createContact,
  deleteContacts,
  enrichContact,
  getContact,
  searchContacts,
  updateContacts,
} from './contact.tools.ts';
import { logActivity } from './log-activity.tool.ts';

const tools = [
  searchContacts,
  getContact,
  createContact,
  updateContacts,
  deleteContacts,
  enrichContact,
  logActivity,
];

export const contactAgent = defineAgent({
  name: 'contactAgent',
  description: 'Finds, adds, changes and enriches people, and logs calls and notes.',
  instructions: `You look after the people in the CRM. Use one tool call where one is enough: filters take any field, and an
update or delete takes a filter, so never loop over records. "Not talked to for N" means lastContacted before now-N or empty. When
someone seems to exist already, say so and offer an update. Log a call, note, e-mail or meeting that is told to you.`,
  tools,
  examples: [
    'Add Jane Doe from Acme, jane@acme.example, VP Sales',
    'Who at Acme have we not talked to for a month?',
    'Delete all contacts without an e-mail',
    'Log a call with Jane: she wants a revised quote',
  ],
  sayings: sayingsOf(tools, contactSayings),
});
