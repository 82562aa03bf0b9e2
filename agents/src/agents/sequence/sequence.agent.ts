import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { enrollInSequence } from './enroll-in-sequence.tool.ts';
import { pauseSequenceTool } from './pause-sequence.tool.ts';
import { saveSequence } from './save-sequence.tool.ts';
import { searchSequences } from './search-sequences.tool.ts';
import { sequenceSayings } from './sequence.sayings.ts';
import { sequenceReport } from './sequence-report.tool.ts';
import { unenrollFromSequence } from './unenroll-from-sequence.tool.ts';

const tools = [
  searchSequences,
  saveSequence,
  enrollInSequence,
  pauseSequenceTool,
  unenrollFromSequence,
  sequenceReport,
];

export const sequenceAgent = defineAgent({
  name: 'sequenceAgent',
  description:
    'Sequences (cadences, drips, nurtures): several mails and tasks to one person one after the other until they answer; who is in one, and how it does.',
  instructions: `You look after sequences: several mails and tasks to each person, with days between them, that end when the person answers.
A draft is made by save_sequence; never make up offers, prices or facts in its mails. Nobody gets anything before enroll_in_sequence,
which asks. One mail to many at once is a campaign, not a sequence. Text messages and voicemails are not connected.`,
  tools,
  examples: [
    'A 5-step nurture for new leads',
    'Put a call after step 2',
    "Enroll Acme's people",
    'Where do they drop out?',
  ],
  sayings: sayingsOf(tools, sequenceSayings),
});
