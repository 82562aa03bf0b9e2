import { IMPORT_STEPS, steerImport, takeImportBack } from '@clianta/crm-core/imports/run/steer-import';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolResult } from '../../tool.ts';
import { importRows, proposeImport } from './begin-import.ts';
import { currentImport } from './current-import.ts';

export const importControl = defineTool({
  name: 'import_control',
  does: 'Steering the import',
  description:
    'Begins to bring in the rows of the newest import, which is proposed first and then done by a job; pauses, resumes or cancels it, or takes back everything that it has written.',
  input: z.strictObject({
    action: z.enum(['begin', ...IMPORT_STEPS, 'take_back']),
  }),
  effect: 'ask',
  async propose({ action }, context): Promise<Proposal | undefined> {
    return action === 'begin' ? proposeImport(context) : undefined;
  },
  async run({ action }, context): Promise<ToolResult> {
    if (action === 'begin') return importRows(context);
    const { crm, scope } = context;
    const record = await currentImport(context);
    const next =
      action === 'take_back'
        ? await takeImportBack(crm, scope, record)
        : await steerImport(crm, scope, record, action);
    const done = {
      pause: `is **paused** after ${next.row} of ${next.total} rows. Say “resume the import” to go on, “take that import back” to undo what it has done.`,
      resume: `goes on from row ${next.row}.`,
      cancel: 'is **cancelled**. What it had written stays; say “take that import back” to undo it.',
      take_back:
        'is being **taken back**. Records that somebody has changed since stay as they are; I tell you which when it is done.',
    }[action];
    return {
      text: `The import of **${next.name}** ${done}`,
      changes: [{ entity: 'import', id: next.id, change: 'updated' }],
      isAnswer: true,
    };
  },
});
