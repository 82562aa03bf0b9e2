import { newId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import type { SequenceStep } from '@clianta/crm-core/marketing/sequence/sequence-step.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { lengthSaid } from '../../tools/length-said.ts';
import { callStep, draftSteps, gapsOf, mailStep, withSaid } from './draft-steps.ts';
import { stepsCard } from './sequence-cards.ts';
import { theSequence } from './the-sequence.ts';

const KINDS = ['call', 'task', 'email', 'mail', 'wait', 'break', 'meeting', 'sms'] as const;
const STEPS = { one: 'step', many: 'steps' };
const USUAL = 4;
const text = (most: number) => z.string().trim().min(1).max(most);
const place = () => z.number().int().min(1).max(20);

const input = z.strictObject({
  action: z.enum(['new', 'change']).default('change'),
  cadence: oneOf(Sequence).optional().describe('Which to change; left out: the one spoken of last'),
  count: slot({ kind: 'number' }, z.number().int().min(1).max(20))
    .optional()
    .describe('Of a new one: how many steps'),
  about: slot({ kind: 'text' }, text(120))
    .optional()
    .describe('Of a new one: what for or for whom, "new leads"'),
  name: slot({ kind: 'text' }, text(120)).optional(),
  says: slot({ kind: 'text' }, text(4_000))
    .optional()
    .describe('What it offers: goes into the first gap of its mails'),
  step: z.enum(KINDS).optional().describe('A step to add'),
  after: slot({ kind: 'number' }, place())
    .optional()
    .describe('Behind which step it goes; left out: at the end'),
  remove: slot({ kind: 'number' }, place()).optional().describe('The number of a step that goes'),
  of: slot({ kind: 'number' }, place()).optional().describe('The number of a step whose days change'),
  wait: slot({ kind: 'text' }, z.string().trim().min(1).max(40))
    .optional()
    .describe(
      'Business days after the step before, "4 days", "a week"; of a new one between all of its steps',
    ),
});
type Args = z.output<typeof input>;

export const saveSequence = defineTool({
  name: 'save_sequence',
  does: 'Writing a sequence',
  operation: 'other',
  entity: Sequence.name,
  description:
    'Drafts a sequence of several mails and tasks with days between them, or changes one: adds a call, mail, task or wait behind a step, removes a step, changes its days, says what its mails offer. Sends nothing.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    if (args.action === 'new') return made(context, args);
    const sequence = await theSequence(context, args.cadence);
    return changed(context, sequence, args);
  },
});

async function made(context: ToolContext, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const about = args.about ?? args.name ?? 'nurture';
  const sequence = await crm.records(Sequence).create(scope, {
    name: await freeName(
      context,
      args.name ?? capitalize(about.replace(/^(?:the|our|a|an|all|new)\s+/i, '')),
    ),
    steps: draftSteps(args.count ?? USUAL, {
      subject: 'A question for {{ contact.firstName | default: "you" }}',
      says: args.says,
      days: daysOf(args),
    }),
    ownerId: scope.actor.id,
  });
  return shown(sequence as SequenceRecord, 'created');
}

async function changed(context: ToolContext, sequence: SequenceRecord, args: Args): Promise<ToolResult> {
  const { crm, scope } = context;
  const steps = stepsAfter(sequence, args);
  const patch = { ...(args.name && { name: args.name }), ...(steps && { steps }) };
  if (Object.keys(patch).length === 0)
    throw new AskBack({
      text: `What shall be different about “${sequence.name}”? Say “put a call after step 2” or what it offers.`,
      options: [],
      argument: 'says',
      takesText: true,
    });
  const after = await crm
    .records(Sequence)
    .update(scope, sequence.id, patch as never, { version: sequence.version });
  const running =
    sequence.liveVersion > 0 && steps ? ' Who is in it already keeps the steps they were enrolled with.' : '';
  return shown(after as SequenceRecord, 'updated', running);
}

function stepsAfter(sequence: SequenceRecord, args: Args): SequenceStep[] | undefined {
  const { steps, name } = sequence;
  const at = (number: number) => {
    if (number > steps.length)
      throw new InvalidError(`“${name}” has ${counted(steps.length, STEPS)}; there is no step ${number}.`);
    return number - 1;
  };
  if (args.remove) {
    const gone = at(args.remove);
    return steps.filter((_, place_) => place_ !== gone);
  }
  const days = daysOf(args);
  if (args.of && days !== undefined) {
    const changedAt = at(args.of);
    const delay = { n: days, unit: 'businessDays' as const };
    return steps.map((step, place_) => (place_ === changedAt ? { ...step, delay } : step));
  }
  if (args.step) {
    const behind = args.after ? at(args.after) + 1 : steps.length;
    return [...steps.slice(0, behind), newStep(args), ...steps.slice(behind)];
  }
  if (args.says) {
    const filled = withSaid(steps, args.says);
    if (!filled)
      throw new InvalidError(
        `The mails of “${name}” have no gap. Say which step shall be another, or add one.`,
      );
    return filled;
  }
  return undefined;
}

function newStep(args: Args): SequenceStep {
  const { step, says } = args;
  const days = daysOf(args) ?? 1;
  switch (step) {
    case 'call':
      return callStep(days);
    case 'task':
      return callStep(days, says ?? 'Follow up', 'todo');
    case 'meeting':
      return callStep(days, says ?? 'Meet', 'meeting');
    case 'wait':
    case 'break':
      return { id: newId(), kind: 'wait', delay: { n: days, unit: 'businessDays' } };
    case 'sms':
      return {
        id: newId(),
        kind: 'sms',
        delay: { n: days, unit: 'businessDays' },
        text: says ?? '[what this text message says]',
      };
    default:
      return mailStep(says ?? '[what this mail says]', days);
  }
}

/** Of a week five days are business days. */
const DAYS = { hour: 1 / 24, day: 1, week: 5, month: 21 } as const;

function daysOf({ wait }: Args): number | undefined {
  if (wait === undefined) return undefined;
  const length = lengthSaid(/^\d+$/.test(wait) ? `${wait} days` : wait);
  const days = length ? Math.ceil(length.count * DAYS[length.unit]) : Number.NaN;
  if (!(days >= 0 && days <= 365))
    throw new InvalidError(`“${wait}” is no time between two steps. Say it such as “4 days” or “a week”.`);
  return days;
}

function shown(sequence: SequenceRecord, change: 'created' | 'updated', running = ''): ToolResult {
  const count = counted(sequence.steps.length, STEPS);
  const did =
    change === 'created'
      ? `I drafted **${sequence.name}** with ${count}.`
      : `**${sequence.name}** has ${count} now.`;
  const gaps = gapsOf(sequence.steps);
  const asked = gaps.length > 0 ? ` Tell me ${gaps.join('; ')}: say “it offers …”.` : '';
  return {
    text: `${did} Nobody is in it yet by this, and nothing was sent.${asked}${running}`,
    cards: [stepsCard(sequence)],
    changes: [{ entity: Sequence.name, id: sequence.id, change }],
    focus: [focusOf(Sequence as never, sequence)],
    suggestions: ['Put a call after step 2', ...(gaps.length === 0 ? ['Enroll my new leads'] : [])],
    isAnswer: true,
    facts: { steps: sequence.steps.length },
  };
}

/** The name, with a number behind it where it is taken. */
async function freeName({ crm, scope }: ToolContext, name: string): Promise<string> {
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${name} ${at}`;
    if (!(await crm.records(Sequence).findOne(scope, { name: free }))) return free;
  }
}
