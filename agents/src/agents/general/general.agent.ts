import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { changeFile } from './files/change-file.tool.ts';
import { readFiles } from './files/read-files.tool.ts';
import { generalSayings } from './general.sayings.ts';
import { explainLastTurn, help, undoLast, workspaceFacts } from './general.tools.ts';
import { listApprovals } from './list-approvals.tool.ts';
import { offerForm } from './offer-form.tool.ts';
import { offerReadings } from './offer-readings.tool.ts';
import { agentSettings } from './settings/agent-settings.tool.ts';

const tools = [
  help,
  workspaceFacts,
  undoLast,
  explainLastTurn,
  listApprovals,
  agentSettings,
  readFiles,
  changeFile,
  offerReadings,
  offerForm,
];

export const generalAgent = defineAgent({
  name: 'generalAgent',
  isEssential: true,
  description:
    'Helps, undoes and explains what was done, keeps files, says who may do and spend what, and answers what no other agent does.',
  instructions: `You answer what no specialist does: help, small talk, who is who, undo, and why something was done. If a request
needs data that you have no tool for, say so and what the user can say instead. Never invent records.`,
  tools,
  examples: ['What can you do?', 'Undo that', 'Why did you do that?', 'Attach this to Acme'],
  sayings: sayingsOf(tools, generalSayings),
});
