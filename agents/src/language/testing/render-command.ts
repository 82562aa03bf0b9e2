import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { catalogue } from '../../registry.ts';
import type { Command, LanguageContext, Understanding } from '../language-context.ts';
import { understand } from '../understand.ts';
import { aContext, titleOfId } from './fixture-context.ts';

type Args = Record<string, unknown>;

const isArgs = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids as `@title`, so that an expectation can be read. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (isArgs(value))
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}: ${shown(one)}`)
      .join(', ')}}`;
  return typeof value === 'string' ? titleOfId(value) : String(value);
}

function group(conditions: readonly Condition[]): string {
  return conditions
    .map(({ field, op, value, where }) => {
      const bare = value === undefined ? `${field} ${op}` : `${field} ${op} ${shown(value)}`;
      return where ? `${bare} {${group(where)}}` : bare;
    })
    .join(' & ');
}

function shownArg(key: string, value: unknown): string {
  if (key === 'where') return group(value as Condition[]);
  if (key === 'anyOf') return (value as Condition[][]).map((one) => `(${group(one)})`).join(' or ');
  return `${key}=${shown(value)}`;
}

/** A whole command on one line: agent, tool and every argument. */
export function renderCommand({ agent, tool, args, dependsOnPrevious }: Command): string {
  const parts = Object.entries(args).map(([key, value]) => shownArg(key, value));
  return `${agent} ${tool}${parts.length > 0 ? `: ${parts.join('; ')}` : ''}${dependsOnPrevious ? ' (after)' : ''}`;
}

function renderUnderstanding(understanding: Understanding): string {
  if (understanding.kind === 'commands') return understanding.commands.map(renderCommand).join('\n');
  if (understanding.kind === 'plan') return `plan ${understanding.plan}: ${shown(understanding.args)}`;
  if (understanding.kind === 'conditional') {
    const { condition, ifMet, otherwise } = understanding.conditional;
    const test = condition.count ? ` ${condition.count.op} ${condition.count.value}` : '';
    return [
      `if${condition.isNegated ? ' not' : ''} ${renderCommand(condition.command)}${test}`,
      ...ifMet.map((one) => `then ${renderCommand(one)}`),
      ...otherwise.map((one) => `otherwise ${renderCommand(one)}`),
    ].join('\n');
  }
  // a question back does nothing either; what it offers is the decision's to prove
  return /^(ask|cannot)$/.test(understanding.kind) ? 'unclear' : understanding.kind;
}

/** What the engine makes of a sentence in the fixture workspace. */
export async function understood(text: string, over: Partial<LanguageContext> = {}): Promise<string> {
  return renderUnderstanding(await understand(text, aContext(over), catalogue));
}
