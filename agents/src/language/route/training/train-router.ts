import { createHash } from 'node:crypto';
import { featuresOf } from '../features.ts';
import type { LinearModel } from '../linear-model.ts';
import type { RouterWeights } from '../weights-file.ts';
import type { Example } from './examples.ts';
import { type Row, type TrainingOptions, trainRegression } from './softmax-regression.ts';

const AGENTS: TrainingOptions = { bits: 15, rounds: 6, lastRounds: 2, rate: 0.3 };
const TOOLS: TrainingOptions = { bits: 12, rounds: 8, lastRounds: 2, rate: 0.3 };

interface Prepared extends Example {
  features: Uint32Array[];
}

const prepared = (examples: readonly Example[]): Prepared[] =>
  examples.map((example) => ({ ...example, features: example.variants.map(featuresOf) }));

/** The first word is the agent's name. */
const groupOf = ({ agent, isBeside }: Example) => (isBeside ? `${agent} beside` : agent);

/** The agent first, then the tool among those of one agent. Takes some seconds. */
export function trainRouter(examples: readonly Example[]): RouterWeights {
  const rows = prepared(examples);
  const agents = trainRegression(
    rows.map((row): Row => ({ label: groupOf(row), variants: row.features })),
    AGENTS,
  );
  const tools = new Map(
    agents.classes.map((name): [string, LinearModel] => [
      name,
      trainRegression(
        rows
          .filter((row) => groupOf(row) === name)
          .map(({ tool, features }): Row => ({ label: tool, variants: features })),
        TOOLS,
      ),
    ]),
  );
  return { agents, tools, hash: hashOf(rows) };
}

/** Of what the weights come from: the sayings as the router sees them, and how it is trained. */
export function inputsHash(examples: readonly Example[]): string {
  return hashOf(prepared(examples));
}

function hashOf(rows: readonly Prepared[]): string {
  const hash = createHash('sha256').update(JSON.stringify([AGENTS, TOOLS]));
  for (const row of rows) {
    hash.update(`${groupOf(row)} ${row.tool}`);
    for (const one of row.features) hash.update(new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
  }
  return hash.digest('hex');
}
