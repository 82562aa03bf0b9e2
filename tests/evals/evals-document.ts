import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/source-files.ts';

const TITLES = {
  language: 'Everyday sentences',
  routing: 'The right agent',
  workbench: 'WorkBench',
} as const;

/** The parts of docs/evals.md, in order; each is written by the evaluation of that name. */
type Section = keyof typeof TITLES;

const HEAD = `# Evaluations

Written by \`npm run eval:language\`, \`npm run eval:routing\` and \`npm run eval:workbench\`, each its own part.
`;

/** Writes one part of docs/evals.md with the day and the commit it was measured on, and leaves the others as they are. */
export function writeSection(section: Section, markdown: string): void {
  const path = join(root, 'docs/evals.md');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  writeFileSync(path, withSection(before, section, `${measured()}\n\n${markdown}`));
}

/** The document with that part replaced, or put where it belongs. */
export function withSection(document: string, section: Section, markdown: string): string {
  const parts = Object.entries(TITLES).flatMap(([name, title]) => {
    const own = name === section ? markdown : partOf(document, title);
    return own ? [`## ${title}\n\n${own}\n`] : [];
  });
  return [HEAD, ...parts].join('\n');
}

function partOf(document: string, title: string): string | undefined {
  const [, after] = document.split(`## ${title}\n`);
  return after?.split(/^## /m)[0]?.trim();
}

function measured(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const isDirty = git('status', '--porcelain', '--', '.', ':!docs/evals.md') !== '';
  return `Measured on ${new Date().toISOString().slice(0, 10)} at commit ${git('rev-parse', '--short', 'HEAD')}${isDirty ? ' with changes' : ''}.`;
}
