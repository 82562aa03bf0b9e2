import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGraph } from '@clianta/agents/graph/build-graph';
import { catalogue } from '@clianta/agents/registry';
import { expect, it } from 'vitest';
import { root } from '../support/source-files.ts';
import { drawGraph } from '../tools/draw-graph.ts';

const document = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

it('has every agent as a node of its own name', async () => {
  const { nodes } = await buildGraph(catalogue).getGraphAsync();
  const names = Object.keys(nodes);
  for (const agent of catalogue.agents) expect(names).toContain(agent.name);
  expect(names).toEqual(expect.arrayContaining(['supervise', 'coordinate', 'approve', 'answer']));
});

it('is drawn in the documents as it is; if not, run npm run graph', async () => {
  const { markdown, svg } = await drawGraph();
  expect(document('graph.md')).toBe(markdown);
  expect(document('graph.svg')).toBe(svg);
});
