import { plainIssue } from '@clianta/crm-core/entity/plain-issue';
import { InvalidError } from '@clianta/crm-core/errors';
import type { z } from 'zod';
import type { Tool } from '../tool.ts';
import { listed, nameInWords } from './format.ts';

/**
 * A call's arguments, checked by the tool's own input.
 *
 * @throws InvalidError in words that fit people and models: "I could not look for deals like that: limit must be at most 50."
 */
export function argumentsOf(
  tool: Pick<Tool, 'does' | 'input'>,
  args: Record<string, unknown>,
): Record<string, unknown> {
  const parsed = tool.input.safeParse(args, { error: plainIssue });
  if (parsed.success) return parsed.data;
  const said = [...new Set(parsed.error.issues.flatMap(inWords))];
  const doing = `${tool.does.charAt(0).toLowerCase()}${tool.does.slice(1)}`;
  throw new InvalidError(`That is not possible when ${doing}: ${listed(said)}.`);
}

function inWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `there is no ${nameInWords(key)}`);
  const name = issue.path.findLast((part) => typeof part === 'string');
  // options are stored as in_progress and said as they are read
  return [`${name ? nameInWords(name) : 'the request'} ${issue.message.replace(/_/g, ' ')}`];
}
