import { IMPORT_STEPS, steerImport, takeImportBack } from '@clianta/crm-core/imports/run/steer-import';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { currentImport } from './current-import.ts';

export const importControl = defineTool({
  name: 'import_control',
  does: 'Steering the import',
  description: 'Pauses, resumes or cancels the newest import, or takes back everything that it has written.',
  input: z.strictObject({
    action: z.enum([...IMPORT_STEPS, 'take_back']),
  }),
  effect: 'write',
  async run({ action }, context): Promise<ToolResult> {
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
