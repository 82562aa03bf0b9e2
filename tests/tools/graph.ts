import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/source-files.ts';
import { drawGraph } from './draw-graph.ts';

const { markdown, svg } = await drawGraph();
writeFileSync(join(root, 'docs/graph.md'), markdown);
writeFileSync(join(root, 'docs/graph.svg'), svg);
process.stdout.write('Wrote docs/graph.md and docs/graph.svg.\n');
