import type { Say } from '@clianta/crm-core/automation/actions/action';
import { actionCalled } from '@clianta/crm-core/automation/actions/registry';
import {
  allSteps,
  type Definition,
  type LoopStep,
  type Step,
  type Trigger,
  type Wait,
} from '@clianta/crm-core/automation/definition.schema';
import { durationInWords } from '@clianta/crm-core/automation/duration';
import { lacksOf } from '@clianta/crm-core/automation/faults';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { nextSlot } from '@clianta/crm-core/intelligence/report/schedule';
import { scheduleInWords } from '../reports/schedule-words.ts';
import type { ToolContext } from '../tool.ts';
import { conditionsInWords } from '../tools/conditions-in-words.ts';
import { counted, formatDate, listed } from '../tools/format.ts';
import { DEFAULT_TEXT } from './default-text.ts';
import { sayFor } from './names.ts';

export interface DefinitionWords {
  /** "when a contact’s lead grade becomes A, only with country Germany". */
  begins: string;
  /** A line for each step, numbered; what is within others is set in. */
  steps: string[];
  /** "Step 2 needs an e-mail account, which is not set up." */
  needs: string[];
  /** What leaves the house, in words. */
  outside: string[];
}

export async function definitionInWords(
  context: ToolContext,
  definition: Definition,
): Promise<DefinitionWords> {
  const entity = context.crm.store.entity(definition.trigger.entity);
  const say = await sayFor(context, entity);
  const only = await conditionsInWords(context, entity, definition.entry);
  const goal = definition.goal && (await conditionsInWords(context, entity, definition.goal));
  const exit = definition.exit && (await conditionsInWords(context, entity, definition.exit));
  const lines = await stepLines(context, entity, say, definition.steps);
  const doing = allSteps(definition.steps).flatMap((step) => (step.kind === 'action' ? [step] : []));
  return {
    begins: [
      triggerInWords(definition.trigger, entity, say, context),
      ...(only ? [`only ${entity.label.many} with ${only}`] : []),
      ...(goal ? [`until ${goal}`] : []),
      ...(exit ? [`unless ${exit}`] : []),
    ].join(', '),
    steps: lines,
    needs: (await lacksOf(context.crm, context.scope.workspaceId, definition)).map(
      (needs) => `A step needs ${needs}, which is not set up.`,
    ),
    outside: doing.flatMap(({ action, input }) => {
      const known = actionCalled(action);
      return known?.effect === 'outside' ? [known.words(input as never, say)] : [];
    }),
  };
}

function triggerInWords(trigger: Trigger, entity: Entity, say: Say, context: ToolContext): string {
  const { one } = entity.label;
  const a = `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`;
  const label = (name: string) =>
    entity.fields.find((field) => field.name === name)?.label?.toLowerCase() ?? name;
  switch (trigger.on) {
    case 'created':
      return `when ${a} is created`;
    case 'changed': {
      const fields = listed(trigger.fields.map(label)).replace(' and ', ' or ');
      const to = trigger.to?.map((value) => say.name(String(value))).join(' or ');
      return to ? `when the ${fields} of ${a} becomes ${to}` : `when the ${fields} of ${a} changes`;
    }
    case 'crossed':
      return `when the ${label(trigger.field)} of ${a} ${trigger.direction === 'up' ? 'reaches' : 'falls below'} ${trigger.bound}`;
    case 'schedule': {
      const dates: string[] = [];
      for (let at = context.now, times = 0; times < 3; times++) {
        at = nextSlot(trigger.schedule, at);
        dates.push(formatDate(at, context));
      }
      return `${scheduleInWords(trigger.schedule)} (next ${listed(dates)})`;
    }
    case 'hook':
      return `when the webhook “${say.name(trigger.hookId)}” brings ${a}`;
    case 'form':
      return trigger.formId
        ? `when somebody fills in the form “${say.name(trigger.formId)}”`
        : 'when somebody fills in a form';
    case 'manual':
      return `when somebody puts ${a} into it`;
  }
}

async function stepLines(
  context: ToolContext,
  entity: Entity,
  say: Say,
  steps: readonly Step[],
  prefix = '',
): Promise<string[]> {
  const lines = await Promise.all(
    steps.map(async (step, at) => {
      const place = `${prefix}${at + 1}`;
      const within = (list: readonly Step[], side: string) =>
        stepLines(context, entity, say, list, `${place}${side}.`);
      if (step.kind === 'branch') {
        const holds = await conditionsInWords(context, entity, step.if);
        return [
          `${place}. if ${holds}:`,
          ...(await within(step.yes, '')),
          ...(step.no.length > 0 ? [`${place}. otherwise:`, ...(await within(step.no, 'b'))] : []),
        ];
      }
      if (step.kind === 'loop') {
        const inner = await withinLoop(context, say, step);
        const lines = await stepLines(context, inner.entity, inner, step.steps, `${place}.`);
        return [`${place}. ${await loopInWords(context, entity, step)}:`, ...lines];
      }
      return [`${place}. ${stepInWords(step, say)}`];
    }),
  );
  return lines.flat();
}

const TIMES = { one: 'time', many: 'times' };

/** How ids are said of what the steps of a loop work on. */
export async function withinLoop(context: ToolContext, say: Say, { over }: LoopStep): Promise<Say> {
  return 'records' in over ? sayFor(context, context.crm.store.entity(over.records)) : say;
}

/** "for each of the deals of its company with status open". */
export async function loopInWords(context: ToolContext, of: Entity, { over }: LoopStep): Promise<string> {
  if ('times' in over) return counted(over.times, TIMES);
  if (!('records' in over)) return `for each of its ${over.field}`;
  const entity = context.crm.store.entity(over.records);
  const ref = of.fields.find(({ name }) => name === over.of)?.ref;
  const owner = ref ? context.crm.store.entities.get(ref)?.label.one : undefined;
  const conditions = await conditionsInWords(context, entity, over.where);
  const whose = owner ? `the ${entity.label.many} of its ${owner}` : `its ${entity.label.many}`;
  return `for each of ${whose}${conditions ? ` with ${conditions}` : ''}`;
}

export function stepInWords(step: Step, say: Say): string {
  if (step.kind === 'wait') return waitInWords(step.input, say);
  if (step.kind === 'end') return 'end';
  if (step.kind !== 'action') return step.kind;
  const action = actionCalled(step.action);
  const input = action?.input.safeParse(step.input);
  return action && input?.success
    ? action
        .words(input.data as never, say)
        .replace(`: “${DEFAULT_TEXT}”`, '')
        .replaceAll('{{ workflow.name }}', 'what happened')
        .replace(/\{\{\s*record\.(?:title|name)\s*\}\}/g, `the ${say.entity.label.one}`)
    : step.action.replace(/_/g, ' ');
}

function waitInWords(wait: Wait, { entity, name }: Say): string {
  if ('for' in wait) return `wait ${durationInWords(wait.for)}`;
  if ('until' in wait) return `wait until ${wait.until}`;
  const labelOf = (field: string) =>
    entity.fields.find((one) => one.name === field)?.label?.toLowerCase() ?? field;
  if ('event' in wait) {
    const fields = listed(wait.event.fields.map(labelOf)).replace(' and ', ' or ');
    const to = wait.event.to?.map((value) => name(String(value))).join(' or ');
    const end = wait.otherwise === 'end' ? ', else end' : '';
    return `wait until the ${fields} ${to ? `becomes ${to}` : 'changes'}, at most ${durationInWords(wait.within)}${end}`;
  }
  const label = labelOf(wait.field);
  const days = counted(Math.abs(wait.days), { one: 'day', many: 'days' });
  return wait.days === 0
    ? `wait until the ${label}`
    : `wait until ${days} ${wait.days < 0 ? 'before' : 'after'} the ${label}`;
}
