import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { auditData } from './audit-data.tool.ts';
import { eraseVisitorSayings } from './erase-visitor.sayings.ts';
import { eraseVisitor } from './erase-visitor.tool.ts';
import { findDuplicates } from './find-duplicates.tool.ts';
import { fixValues } from './fix-values.tool.ts';
import { hygieneSayings } from './hygiene.sayings.ts';
import { listIssue } from './list-issue.tool.ts';
import { mergeSayings } from './merge.sayings.ts';
import { mergeRecordsTool } from './merge-records.tool.ts';
import { previewMerge } from './preview-merge.tool.ts';
import { syncConflictsSayings } from './sync-conflicts.sayings.ts';
import { syncConflictsTool } from './sync-conflicts.tool.ts';

const tools = [
  auditData,
  listIssue,
  findDuplicates,
  previewMerge,
  mergeRecordsTool,
  fixValues,
  eraseVisitor,
  syncConflictsTool,
];

export const hygieneAgent = defineAgent({
  name: 'hygieneAgent',
  description:
    'Finds and merges duplicates, says how good the data is, mends wrong values, forgets what people did on the website, and decides which side of a sync with another system is right.',
  instructions: `You keep the data clean. Duplicates are suspected by rules, with reasons; never merge two because they look alike
to you, and never without being asked: an equal e-mail alone is no licence. Show a preview before a merge where the user is not
sure. "They are brothers", "different people" is merge_records with keep=apart: never suggested again. One missing field, such as contacts without an e-mail, is a
search of another agent; faults, duplicates and quality are yours. Where both sides of a sync changed a value, sync_conflicts decides, once or always. Nobody is written to in order to check an address.`,
  tools,
  examples: [
    'Find duplicates',
    'How clean is our data?',
    'Is there another Walter Novak?',
    'Merge all duplicate contacts',
    'Their phone always wins',
  ],
  sayings: sayingsOf(tools, {
    ...hygieneSayings,
    ...mergeSayings,
    erase_visitor: eraseVisitorSayings,
    sync_conflicts: syncConflictsSayings,
  }),
});
