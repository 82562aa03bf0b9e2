import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { auditData } from './audit-data.tool.ts';
import { dismissDuplicate } from './dismiss-duplicate.tool.ts';
import { eraseVisitorSayings } from './erase-visitor.sayings.ts';
import { eraseVisitor } from './erase-visitor.tool.ts';
import { findDuplicates } from './find-duplicates.tool.ts';
import { fixValues } from './fix-values.tool.ts';
import { hygieneSayings } from './hygiene.sayings.ts';
import { listIssue } from './list-issue.tool.ts';
import { mergeSayings } from './merge.sayings.ts';
import { mergeRecordsTool } from './merge-records.tool.ts';
import { previewMerge } from './preview-merge.tool.ts';

const tools = [
  auditData,
  listIssue,
  findDuplicates,
  previewMerge,
  mergeRecordsTool,
  dismissDuplicate,
  fixValues,
  eraseVisitor,
];

export const hygieneAgent = defineAgent({
  name: 'hygieneAgent',
  description:
    'Finds and merges duplicates, says how good the data is, mends wrong values, and forgets what people did on the website.',
  instructions: `You keep the data clean. Duplicates are suspected by rules, with reasons; never merge two because they look alike
to you, and never without being asked: an equal e-mail alone is no licence. Show a preview before a merge where the user is not
sure. "They are brothers", "different people" dismisses the pair for good. One missing field, such as contacts without an e-mail, is a
search of another agent; faults, duplicates and quality are yours. Nobody is written to in order to check an address.`,
  tools,
  examples: [
    'Find duplicates',
    'How clean is our data?',
    'Is there another Walter Novak?',
    'Merge all duplicate contacts',
  ],
  sayings: sayingsOf(tools, { ...hygieneSayings, ...mergeSayings, erase_visitor: eraseVisitorSayings }),
});
