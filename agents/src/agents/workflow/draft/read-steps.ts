import { allSteps, type Step } from '@clianta/crm-core/automation/definition.schema';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { resolveOne } from '../../../tools/resolve.ts';
import { narrowingIn } from './read-filter.ts';
import { readLoop } from './read-loop.ts';
import { NotRead, type Reading } from './reading.ts';
import { branchIn } from './split-rule.ts';
import {
  readAgent,
  readAgentCalled,
  readDrive,
  readMail,
  readMissing,
  readPost,
  readSheet,
  readText,
  readWebhook,
} from './steps/outside.ts';
import { readAssign, readNotify } from './steps/people.ts';
import { readScore, readTags, readValue } from './steps/record.ts';
import { does, type NewStep, type StepReader } from './steps/step-reader.ts';
import { readTask } from './steps/task.ts';
import { readWait } from './steps/wait.ts';

const INTO_WORKFLOW =
  /^(?:start|run|trigger|put (?:it|them|him|her) (?:into|in|through)|enroll? (?:it|them|him|her)? ?(?:into|in)|enroll? in)\s+(?:the\s+)?(?:(?:workflow|automation|flow)\s+["“]?(.+?)["”]?|["“]?(.+?)["”]?\s+(?:workflow|automation|flow))$/i;

const readWorkflow: StepReader = async (said, { context }) => {
  const name = INTO_WORKFLOW.exec(said)?.slice(1).find(Boolean);
  if (!name) return undefined;
  const workflow = await resolveOne({ ...context, isWrite: false }, Workflow, name, 'other');
  return does('enroll_in_workflow', { workflowId: workflow.id });
};

const readEnd: StepReader = async (said) =>
  /^(?:stop|end)(?: here| there| it)?$/i.test(said) ? { kind: 'end' } : undefined;

/** The first that knows what a step says has it. */
const READERS: readonly StepReader[] = [
  readBranch,
  (said, reading) => readLoop(said, reading, stepsIn),
  readWait,
  readEnd,
  readDrive,
  readSheet,
  readWebhook,
  readPost,
  readWorkflow,
  readAgentCalled,
  readScore,
  readTags,
  readTask,
  readAssign,
  readNotify,
  readValue,
  readText,
  readMissing,
  readAgent,
  readMail,
];

const EXAMPLES =
  'assign it to somebody, create a task, tell somebody, add or remove a tag, set a field, move it to a stage, change the score, send a webhook, or wait';

/**
 * Steps from words, in their order.
 *
 * @param before - steps that are there already, whose ids are taken
 * @throws NotRead for one that is not understood, AskBack where something is to be chosen
 */
export async function stepsIn(
  reading: Reading,
  said: readonly string[],
  before: readonly Step[] = [],
): Promise<Step[]> {
  const taken = new Set(allSteps(before).map(({ id }) => id));
  const numbered = (step: NewStep | Step): Step => {
    let at = taken.size + 1;
    while (taken.has(`s${at}`)) at++;
    taken.add(`s${at}`);
    const own = { ...step, id: `s${at}` } as Step;
    if (own.kind === 'branch') return { ...own, yes: own.yes.map(numbered), no: own.no.map(numbered) };
    return own.kind === 'loop' ? { ...own, steps: own.steps.map(numbered) } : own;
  };
  const steps: Step[] = [];
  for (const words of said) steps.push(numbered(await stepIn(reading, words)));
  return steps;
}

/** "if it is over 50k tell Lena, otherwise create a task for the owner". */
async function readBranch(said: string, reading: Reading): Promise<NewStep | undefined> {
  const branch = branchIn(said);
  if (!branch) return undefined;
  return {
    kind: 'branch',
    if: await narrowingIn(reading.context, reading.entity, branch.condition),
    yes: await stepsIn(reading, branch.yes),
    no: await stepsIn(reading, branch.no),
  };
}

async function stepIn(reading: Reading, words: string): Promise<NewStep> {
  for (const read of READERS) {
    const step = await read(words, reading);
    if (step) return step;
  }
  throw new NotRead(`I do not understand the step “${words}”. A step can be: ${EXAMPLES}.`);
}
