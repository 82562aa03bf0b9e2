import type { Understanding } from '../language/language-context.ts';

/** Words that ask for several views at once. */
const BROAD = /\b(prepare|brief|analy[sz]e|overview|everything|full picture|review|compare|strategy)\b/i;

/** How much a request takes, 0 to 1: the commands read from it, else its length and the breadth of its words. */
export function complexityOf(message: string, understanding: Understanding): number {
  if (understanding.kind === 'commands' || understanding.kind === 'plan') return understanding.complexity;
  return Math.min(1, 0.1 + 0.12 * (clausesOf(message) - 1) + (BROAD.test(message) ? 0.3 : 0));
}

/** How many things a message may ask for, as far as its joints tell. */
export function clausesOf(message: string): number {
  return message.split(/[.;\n]|\band\b|\bthen\b/i).filter((clause) => clause.trim().length > 8).length;
}
