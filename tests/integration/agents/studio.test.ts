import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { ownUri } from '../../support/own-database.ts';
import { root } from '../../support/source-files.ts';

it('opens in LangGraph’s own studio, and answers there on the demo company', async () => {
  vi.stubEnv('MONGODB_URI', ownUri());
  const { graphs } = JSON.parse(readFileSync(join(root, 'langgraph.json'), 'utf8'));
  const [file, name] = String(graphs.clianta).split(':');
  const module = await import(join(root, String(file)));
  const graph = await module[String(name)]();
  expect(Object.keys((await graph.getGraphAsync()).nodes)).toContain('dealAgent');
  const { final } = await graph.invoke({ message: 'How many open deals do we have?' });
  expect(final.text).toMatch(/There are \d+ deals/);
});
