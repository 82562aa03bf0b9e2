import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingExamples } from '@clianta/agents/language/route/training/examples';
import { trainRouter } from '@clianta/agents/language/route/training/train-router';
import { encodeWeights } from '@clianta/agents/language/route/weights-file';
import { catalogue } from '@clianta/agents/registry';
import { root } from '../support/source-files.ts';

const started = performance.now();
const examples = trainingExamples(catalogue);
const weights = trainRouter(examples);
const bytes = encodeWeights(weights);
writeFileSync(join(root, 'agents/src/language/route/router.bin'), bytes);
process.stdout.write(
  `Learnt ${examples.length} sayings of ${weights.agents.classes.length} agents in ${((performance.now() - started) / 1000).toFixed(1)} s; wrote router.bin, ${Math.round(bytes.length / 1024)} KB.\n`,
);
