import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { webhookUrl } from '../webhook/webhook-url.ts';

/** Tools of one server; more are not taken. */
export const MOST_REMOTE_TOOLS = 100;

/** A program on the machine of Clianta, by the name that it is allowed by there. */
export const STDIO = /^stdio:([a-z][a-z0-9-]{0,29})$/;

/** What a server says of a tool. */
const offered = {
  description: z.string().max(4_000),
  /** JSON Schema. */
  inputSchema: z.record(z.string(), z.unknown()),
  /** `ask`: it may change something there, so people are asked each time. By the server's own word, which an admin agrees to. */
  effect: z.enum(['read', 'ask']),
  /** SHA-256 of all of it: another one is another tool. */
  hash: z.string(),
};

/** A tool as a server offers it. */
const offeredToolSchema = z.object({ name: z.string().min(1).max(64), ...offered });
export type OfferedTool = z.output<typeof offeredToolSchema>;

const knownToolSchema = offeredToolSchema.extend({
  isOn: z.boolean().default(false),
  /** What the server says by now, which nobody has agreed to; the tool is off until then. */
  changed: z.object(offered).optional(),
});
export type KnownTool = z.output<typeof knownToolSchema>;

/** A server of the Model Context Protocol whose tools custom agents may use. */
export const McpServer = defineEntity({
  name: 'mcpServer',
  plural: 'mcp-servers',
  domain: 'integrations',
  label: { one: 'MCP server', many: 'MCP servers' },
  isCached: true,
  schema: z.object({
    /** Stands before the names of its tools: `wiki.search`. */
    name: z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9-]{0,29}$/, 'has to be one word in small letters, such as wiki')
      .meta({ label: 'Name' }),
    /** `stdio:wiki` is a program that whoever runs Clianta allows by that name. */
    url: z.union([z.string().trim().regex(STDIO), webhookUrl()]).meta({ label: 'Address', readOnly: true }),
    tools: z
      .array(knownToolSchema)
      .max(MOST_REMOTE_TOOLS)
      .default([])
      .meta({ label: 'Tools', readOnly: true }),
    /** When its tools were looked at last. */
    checkedAt: z.date().optional().meta({ label: 'Looked at', readOnly: true }),
    /** Why it did not answer the last time. */
    problem: z.string().max(300).optional().meta({ label: 'Problem', readOnly: true }),
    /** The end of what it is sent as Authorization, to tell it from another. */
    credentialEnd: z.string().max(8).optional().meta({ label: 'Key', readOnly: true }),
    /** Encrypted: what it is sent as Authorization. */
    sealedCredential: z.string().optional().meta({ hidden: true }),
  }),
  titleOf: ({ name }) => name,
  unique: [['name']],
  access: { read: 'member', create: 'admin', update: 'admin', delete: 'admin' },
});

export type McpServerRecord = RecordOf<typeof McpServer>;
