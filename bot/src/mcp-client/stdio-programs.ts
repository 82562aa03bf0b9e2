import { InvalidError } from '@clianta/crm-core/errors';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { z } from 'zod';

/** Programs that speak MCP over their input and output, by the names they are allowed by. */
export type StdioPrograms = ReadonlyMap<string, readonly [command: string, ...rest: string[]]>;

const PROGRAM = /^([a-z][a-z0-9-]{0,29})=(\S.*)$/;

/** `wiki=node /opt/wiki.mjs; git=uvx mcp-server-git`: no shell reads it, words are split at spaces. */
export const stdioProgramsSchema = z
  .string()
  .default('')
  .transform((text, context): StdioPrograms => {
    const programs = new Map<string, readonly [string, ...string[]]>();
    for (const one of text.split(';').map((part) => part.trim())) {
      if (one === '') continue;
      const [, name = '', line = ''] = PROGRAM.exec(one) ?? [];
      const [command, ...rest] = line.split(/\s+/);
      if (command) programs.set(name, [command, ...rest]);
      else
        context.addIssue({ code: 'custom', message: 'must be name=command, more of them after a semicolon' });
    }
    return programs;
  });

/**
 * A program that is begun for one exchange, with nothing of our environment but where programs and homes are.
 *
 * @throws InvalidError for one that is not allowed
 */
export function stdioTransport(programs: StdioPrograms, name: string): StdioClientTransport {
  const allowed = programs.get(name);
  if (!allowed)
    throw new InvalidError(
      `No program “${name}” may be started here. Whoever runs Clianta allows it by MCP_STDIO_SERVERS.`,
    );
  const [command, ...args] = allowed;
  return new StdioClientTransport({ command, args, stderr: 'ignore' });
}
