import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { dropVoicemail } from './drop-voicemail.tool.ts';
import { enrollInSequence } from './enroll-in-sequence.tool.ts';
import { pauseSequenceTool } from './pause-sequence.tool.ts';
import { saveSequence } from './save-sequence.tool.ts';
import { searchSequences } from './search-sequences.tool.ts';
import { sendSms } from './send-sms.tool.ts';
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
  sendSms,
  dropVoicemail,
];

export const sequenceAgent = defineAgent({
  name: 'sequenceAgent',
  description:
    'Sequences (cadences, drips, nurtures): several mails and tasks to one person one after the other until they answer; who is in one, and how it does. Also text messages (SMS) and voicemails to people’s phones.',
  instructions: `You look after sequences: several mails and tasks to each person, with days between them, that end when the person answers.
A draft is made by save_sequence; never make up offers, prices or facts in its mails. Nobody gets anything before enroll_in_sequence,
which asks. One mail to many at once is a campaign, not a sequence. A single text message or voicemail goes by send_sms or
drop_voicemail, with the words of the user, which ask as well.`,
  tools,
  examples: [
    'A 5-step nurture for new leads',
    'Put a call after step 2',
    "Enroll Acme's people",
    'Where do they drop out?',
    'Text Jane that we run late',
  ],
  sayings: sayingsOf(tools, sequenceSayings),
});
