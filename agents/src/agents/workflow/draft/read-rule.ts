import { type Definition, definitionSchema } from '@clianta/crm-core/automation/definition.schema';
import { canHaveWorkflows } from '@clianta/crm-core/automation/faults';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { validate } from '@clianta/crm-core/entity/validate';
import type { ToolContext } from '../../../tool.ts';
import { AskBack } from '../../../tools/ask-back.ts';
import { capitalize } from '../../../tools/format.ts';
import { narrowingIn, recordsIn } from './read-filter.ts';
import { scheduleIn } from './read-schedule.ts';
import { stepsIn } from './read-steps.ts';
import { nameOf, triggerIn } from './read-trigger.ts';
import { NotRead, type Reading } from './reading.ts';
import { type RuleParts, splitRule, stepsOf } from './split-rule.ts';

/** What is known of a rule: a sentence, or its parts where a model has taken it apart. */
export interface SaidRule extends Pick<Reading, 'people' | 'channel' | 'address'> {
  rule?: string | undefined;
  name?: string | undefined;
  trigger?: string | undefined;
  steps?: string | undefined;
  only?: string | undefined;
}

const EXAMPLE = '“when a lead reaches A, assign it to Lena and create a call task”';

/** A rule in words as a definition, with what it may be called. @throws NotRead or AskBack for what is not clear */
export async function readRule(
  context: ToolContext,
  said: SaidRule,
): Promise<{ name: string; definition: Definition }> {
  const parts = said.rule ? splitRule(said.rule) : undefined;
  const trigger = said.trigger ?? parts?.trigger ?? '';
  const schedule =
    parts?.schedule ?? (/^(?:every|each|daily|weekly|monthly)\b/i.test(trigger) ? trigger : undefined);
  const steps = said.steps ? stepsOf(said.steps) : (parts?.steps ?? []);
  const told = trigger || schedule ? undefined : await forNew(context, steps);
  if (!trigger && !schedule && !told) throw asks('When is it to begin, and what is it to do?', 'rule');
  if (steps.length === 0 && trigger && !schedule) await triggerIn(context, trigger);
  if (steps.length === 0) throw asks(`And what is to be done then (${trigger || schedule})?`, 'steps');
  const { people, channel, address } = said;
  const answers = { people, channel, address };
  const begun = schedule
    ? await byTheClock(context, schedule, steps)
    : (told ?? { ...(await triggerIn(context, trigger)), steps });
  const reading: Reading = { context, entity: begun.entity, ...answers };
  const narrowed = said.only ? await narrowingIn(context, begun.entity, said.only) : {};
  const where = [...(begun.entry.where ?? []), ...(narrowed.where ?? [])];
  const anyOf = begun.entry.anyOf ?? narrowed.anyOf;
  const definition = validate(
    definitionSchema,
    {
      trigger: begun.trigger,
      entry: { ...(where.length > 0 && { where }), ...(anyOf && { anyOf }) },
      steps: await stepsIn(reading, begun.steps),
    },
    'workflow',
  );
  const name =
    said.name ?? parts?.name ?? nameOf(schedule ? `${schedule}: ${steps[0]}` : trigger || steps.join(', '));
  return { name, definition };
}

/** "Every Monday at 9 post stale deals": the records stand in the steps. */
async function byTheClock(context: ToolContext, said: string, steps: RuleParts['steps']) {
  if (steps.some((step) => REPORTS.test(step)))
    throw new NotRead(
      `What you want to see yourself is a report: ask for one, such as “open deals by owner”, and then say “send it ${said.charAt(0).toLowerCase()}${said.slice(1)}”.`,
    );
  const found = await recordsOfSteps(context, steps);
  if (found)
    return {
      ...found,
      trigger: {
        on: 'schedule' as const,
        entity: found.entity.name,
        schedule: scheduleIn(said, context.timeZone),
      },
    };
  throw new NotRead(
    `Which records is it to go through ${said}? Name them in the first step: “every Monday at 9 create a task for stale deals”.`,
  );
}

const REPORTS = /^(?:send|show|mail|give|list)\s+(?:me|us)\b/i;

/** "Automatically assign leads from Norway to Erik": each as it comes in. */
async function forNew(context: ToolContext, steps: RuleParts['steps']) {
  const found = await recordsOfSteps(context, steps.slice(0, 1), true);
  return found && { ...found, trigger: { on: 'created' as const, entity: found.entity.name } };
}

/** A step that says which records it is for: its verb, the records, and where they go, behind the last such word. */
const FOR_RECORDS =
  /^(\w+)\s+(?:(a |the )?(\w+ )?(tasks?)\s+for\s+)?(.+?)(\s+(?:to|as|with|into)\s+(?:(?!\s(?:to|as|with|into)\s).)+)?$/i;
const MAKES = /^(?:create|make|add|plan|open|schedule|write)$/i;

/** @param isPlaced - it has to say where they go: "tag customers" may be what the tag is called */
async function recordsOfSteps(context: ToolContext, steps: RuleParts['steps'], isPlaced = false) {
  for (const [at, step] of steps.entries()) {
    const [, verb = '', , kind = '', task, records = '', rest = ''] = FOR_RECORDS.exec(step) ?? [];
    // "create a task to check the accounts" is for no records
    if (!records || (MAKES.test(verb) && !task) || (isPlaced && !rest && !task)) continue;
    const found = await recordsIn(context, Contact, records).catch(() => undefined);
    if (!found || !canHaveWorkflows(found.entity)) continue;
    const one = task ? `a ${kind}task` : 'it';
    return { entity: found.entity, entry: found.filter, steps: steps.with(at, `${verb} ${one}${rest}`) };
  }
  return undefined;
}

const asks = (question: string, argument: 'rule' | 'steps') =>
  new AskBack({
    text: `${capitalize(question)} For example ${EXAMPLE}.`,
    options: [],
    argument,
    takesText: true,
  });
