import type { Say } from '@clianta/crm-core/automation/actions/action';
import { tryWorkflow, type WouldDo } from '@clianta/crm-core/automation/running/try-workflow';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { stepInWords } from '../../workflows/definition-in-words.ts';
import { sayFor } from '../../workflows/names.ts';
import { theWorkflow } from './the-workflow.ts';

export const testWorkflow = defineTool({
  name: 'test_workflow',
  does: 'Trying a workflow',
  operation: 'other',
  entity: Workflow.name,
  description:
    'What a workflow would do with one record: real branches and texts, waits passed. Writes and sends nothing.',
  input: z.strictObject({
    workflow: oneOf(Workflow).optional().describe('Left out: the one spoken of last'),
    record: slot({ kind: 'subject' }, z.string().max(200)).describe(
      'Name or id of the record to try it with',
    ),
  }),
  effect: 'read',
  async run({ workflow: name, record: called }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const workflow = await theWorkflow(context, name);
    const definition = workflow.draft;
    if (!definition) throw new InvalidError(`**${workflow.name}** has no steps yet. Say what it is to do.`);
    const entity = crm.store.entity(definition.trigger.entity);
    const found = await resolveOne(context, entity, called, 'record');
    const { isMeant, would } = await tryWorkflow(crm, scope, workflow, definition, entity, found);
    const say = await sayFor(context, entity);
    const title = entity.titleOf({ ...found });
    const lines = would.map((one) => lineOf(one, say));
    const meant = isMeant
      ? ''
      : ` It is not such a ${entity.label.one} as the workflow is for, so it would not begin; if it did:`;
    return {
      text: `With **${title}**, **${workflow.name}** would do this. Nothing was written or sent.${meant}`,
      cards: [
        {
          type: 'list',
          title: `With ${title}`,
          items: lines.map((line, at) => ({ title: `${at + 1}. ${capitalize(line)}` })),
          count: lines.length,
        },
      ],
      focus: [focusOf(Workflow, workflow), focusOf(entity, found)],
      suggestions: workflow.status === 'active' ? [] : ['Turn it on'],
      isAnswer: true,
    };
  },
});

function lineOf({ step, input, error }: WouldDo, say: Say): string {
  const filled = step.kind === 'action' && input ? { ...step, input } : step;
  return `${stepInWords(filled, say)}${error ? `: this would fail, since ${error}` : ''}`;
}
