import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/**
 * What axe-core objects to on a page, or in a frame of one, one line each; rules of WCAG 2.2 AA and good practice.
 *
 * @param more - rules besides, by their ids
 */
export async function objectionsTo(page: Page | Frame, more: readonly string[] = []): Promise<string[]> {
  const rules = Object.fromEntries(more.map((rule) => [rule, { enabled: true }]));
  // evaluated, not added as a script: the page's own security policy stays as it is
  await page.evaluate(`${source};undefined`);
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"], rules: ${JSON.stringify(rules)} })`,
  )) as AxeResult;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
