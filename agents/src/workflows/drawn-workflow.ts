import type { Say } from '@clianta/crm-core/automation/actions/action';
import { actionCalled } from '@clianta/crm-core/automation/actions/registry';
import type { Definition, Step } from '@clianta/crm-core/automation/definition.schema';
import type { ToolContext } from '../tool.ts';
import { conditionsInWords } from '../tools/conditions-in-words.ts';
import { capitalize } from '../tools/format.ts';
import { definitionInWords, loopInWords, stepInWords, withinLoop } from './definition-in-words.ts';
import type { DrawnStep, DrawnWorkflow } from './drawn-workflow.schema.ts';
import { sayFor } from './names.ts';

/** A workflow as a page draws it: the words of each step, and how they hang together. */
export async function drawnWorkflow(context: ToolContext, definition: Definition): Promise<DrawnWorkflow> {
  const entity = context.crm.store.entity(definition.trigger.entity);
  const say = await sayFor(context, entity);
  const { begins, needs } = await definitionInWords(context, definition);
  return { begins: capitalize(begins), needs, steps: await drawn(context, say, definition.steps) };
}

const drawn = (context: ToolContext, say: Say, steps: readonly Step[]): Promise<DrawnStep[]> =>
  Promise.all(
    steps.map(async (step): Promise<DrawnStep> => {
      const { id, kind } = step;
      if (step.kind === 'branch') {
        const text = `If ${await conditionsInWords(context, say.entity, step.if)}`;
        return {
          id,
          kind,
          text,
          yes: await drawn(context, say, step.yes),
          no: await drawn(context, say, step.no),
        };
      }
      if (step.kind === 'loop') {
        const text = capitalize(await loopInWords(context, say.entity, step));
        return {
          id,
          kind,
          text,
          inner: await drawn(context, await withinLoop(context, say, step), step.steps),
        };
      }
      const isOutside = step.kind === 'action' && actionCalled(step.action)?.effect === 'outside';
      return { id, kind, text: capitalize(stepInWords(step, say)), ...(isOutside && { isOutside: true }) };
    }),
  );
