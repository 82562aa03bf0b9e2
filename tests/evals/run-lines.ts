import type { TurnResult } from '@clianta/agents/turn-event.schema';
import type { RecordChange } from './audit-trail.ts';
import type { EvalWorld, Talk } from './eval-world.ts';
import { Facts, factName } from './facts.ts';
import { type Happened, type Judgement, judge } from './judge.ts';
import { inWords } from './judged-writes.ts';
import type { LanguageLine } from './language-line.schema.ts';
import { spokenAnswer } from './spoken-answer.ts';

export interface LineOutcome extends Judgement {
  line: LanguageLine;
  answer: string;
  calls: Array<{ agent: string; tool: string; args: Record<string, unknown>; error?: string | undefined }>;
  /** In words; of a proposal as they were when it was approved. */
  changes: string[];
  isProposed: boolean;
  /** From the message to its answer. */
  ms: number;
}

/**
 * Says lines in conversations of their own, each after those that it follows, and judges what came of them.
 *
 * @param all - where what a line follows is looked up
 * @param left - what is to be said; lines are taken from it one by one
 */
export async function runLines(
  world: EvalWorld,
  all: readonly LanguageLine[],
  left: LanguageLine[],
  told: (outcome: LineOutcome) => void,
): Promise<void> {
  const byId = new Map(all.map((line) => [line.id, line]));
  let atFirst: Facts | undefined;
  for (let line = left.shift(); line; line = left.shift()) {
    const talk = await world.talk();
    const story = earlier(line, byId);
    const setup = [...story, line].flatMap((one) => one.setup);
    for (const one of setup) await create(world, one);
    for (const one of story) await sayAll(talk, [...givenOf(one), one.text]);
    await sayAll(talk, givenOf(line));
    const isFresh = (await talk.changes()).length === 0;
    const { crm, scope } = world;
    const facts = () => Facts.of(crm, scope.workspaceId);
    if (isFresh) atFirst ??= await facts();
    const before = isFresh && atFirst ? atFirst : await facts();
    told(await sayAndJudge(talk, line, before, facts));
  }
}

async function sayAndJudge(
  talk: Talk,
  line: LanguageLine,
  before: Facts,
  facts: () => Promise<Facts>,
): Promise<LineOutcome> {
  const started = performance.now();
  const result = await talk.say(line.text);
  const ms = performance.now() - started;
  const isAsked = await talk.isAsked();
  const changes = await talk.changes();
  let proposed: RecordChange[] | undefined;
  if (result.approval) {
    await talk.approve(result.approval);
    proposed = await talk.changes();
  }
  const isSame = changes.length === 0 && !proposed?.length;
  const after = isSame ? before : await facts();
  const happened: Happened = {
    reply: result.reply,
    isAsked,
    changes,
    before,
    after,
    ...(proposed && { proposed }),
  };
  const judgement: Judgement =
    typeof line.expect === 'string' ? { verdict: 'unjudged', problems: [] } : judge(happened, line.expect);
  return {
    line,
    ...judgement,
    answer: spokenAnswer(result.reply),
    calls: callsOf(result),
    changes: [...changes, ...(proposed ?? [])].map((one) => `${one.change} ${inWords(one, after)}`),
    isProposed: proposed !== undefined,
    ms: Math.round(ms),
  };
}

const callsOf = ({ toolCalls }: TurnResult): LineOutcome['calls'] =>
  toolCalls.map(({ agent, tool, args, error }) => ({
    agent,
    tool,
    args,
    ...(error !== undefined && { error }),
  }));

/** The lines that a line follows, the first one first. */
function earlier({ after }: LanguageLine, byId: ReadonlyMap<string, LanguageLine>): LanguageLine[] {
  const before = after === undefined ? undefined : byId.get(after);
  return before ? [...earlier(before, byId), before] : [];
}

const givenOf = ({ given }: LanguageLine): readonly string[] => (Array.isArray(given) ? given : []);

async function sayAll(talk: Talk, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const { approval } = await talk.say(text);
    if (approval) await talk.approve(approval);
  }
}

/** Makes a record whose references are given by their titles, as an owner would who knows what they do. */
async function create(
  { crm, scope }: EvalWorld,
  { of, values }: LanguageLine['setup'][number],
): Promise<void> {
  const facts = await Facts.of(crm, scope.workspaceId);
  const entity = facts.entity(of);
  const stored: Record<string, unknown> = { ...values };
  for (const field of entity.fields) {
    const name = factName(field);
    if (!(name in values)) continue;
    delete stored[name];
    stored[field.name] = field.ref
      ? facts.all(facts.entity(field.ref).label.one).find(({ title }) => title === values[name])?.id
      : field.format === 'money'
        ? Number(values[name]) * 100
        : field.kind === 'date'
          ? new Date(String(values[name]))
          : values[name];
  }
  await crm.records(entity).create(scope, stored as never);
}
