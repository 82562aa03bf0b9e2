import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Something that was said to a tool, without slots. */
export interface Heard {
  agent: string;
  /** It is asked of that agent, and of no use to it: stands in a folder `beside`. */
  isBeside: boolean;
  tool: string;
  text: string;
}

const SUFFIX = '.heard.txt';
const SOURCES = join(import.meta.dirname, '../../..');

/**
 * What was heard, from the files `<agent>.heard.txt` below agents/src: a line `# tool`, then a saying a line. It is read
 * to train the router and nowhere else.
 */
export function readHeard(): Heard[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(SUFFIX))
    .sort()
    .flatMap((path) =>
      parseHeard(readFileSync(join(SOURCES, path), 'utf8')).map((said) => ({
        agent: agentOf(path),
        isBeside: path.split(/[\\/]/).includes('beside'),
        ...said,
      })),
    );
}

function parseHeard(text: string): Array<Pick<Heard, 'tool' | 'text'>> {
  let tool = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('# ')) tool = line.slice(2).trim();
    return line.trim() === '' || line.startsWith('# ') ? [] : [{ tool, text: line.trim() }];
  });
}

/** `lead-score.heard.txt` is what is said to the leadScoreAgent. */
const agentOf = (path: string) =>
  `${basename(path, SUFFIX).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Agent`;
