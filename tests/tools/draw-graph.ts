import { buildGraph } from '@clianta/agents/graph/build-graph';
import { catalogue } from '@clianta/agents/registry';
import { instance } from '@viz-js/viz';

export interface DrawnGraph {
  /** CommonMark with a Mermaid diagram and a line for each agent. */
  markdown: string;
  svg: string;
}

const INK = '#1f2933';

/** The compiled graph as LangGraph itself describes it: every agent by its name. */
export async function drawGraph(): Promise<DrawnGraph> {
  const graph = await buildGraph(catalogue).getGraphAsync();
  const agents = new Map(catalogue.agents.map((agent) => [agent.name, agent]));
  const nodes = Object.keys(graph.nodes);
  const dot = [
    'digraph clianta {',
    `rankdir=LR; bgcolor=white; nodesep=0.12; ranksep=0.9; node [shape=box style="rounded,filled" fontname="sans-serif" fontsize=11 color="${INK}" fontcolor="${INK}" fillcolor="#eef2f7"]; edge [color="#7b8794" arrowsize=0.6];`,
    ...nodes.map(
      (name) =>
        `"${name}" [label="${name.replaceAll('_', '')}"${agents.has(name) ? ' fillcolor="#d7ebff"' : ''}];`,
    ),
    ...graph.edges.map(
      ({ source, target, conditional }) =>
        `"${source}" -> "${target}"${conditional ? ' [style=dashed]' : ''};`,
    ),
    '}',
  ].join('\n');
  const viz = await instance();
  const lines = catalogue.agents.map(
    ({ name, description, tools }) =>
      `| ${name} | ${description} | ${tools.map((tool) => tool.name).join(', ')} |`,
  );
  return {
    markdown: [
      '# The graph',
      '',
      'Written by `npm run graph` from the compiled graph. A dashed arrow is a way that a node may choose.',
      '',
      '![The graph](graph.svg)',
      '',
      '| agent | does | tools |',
      '| --- | --- | --- |',
      ...lines,
      '',
      '```mermaid',
      graph.drawMermaid().trim(),
      '```',
      '',
    ].join('\n'),
    svg: viz.renderString(dot, { format: 'svg', engine: 'dot' }),
  };
}
