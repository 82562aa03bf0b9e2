import { McpServer } from '@clianta/crm-core/integrations/mcp-server/mcp-server.schema';
import { z } from 'zod';

export const newMcpServerSchema = z.strictObject({
  name: McpServer.schema.shape.name,
  url: McpServer.schema.shape.url,
  /** What it is sent as Authorization: "Bearer …". */
  credential: z
    .string()
    .trim()
    .max(4_000)
    .regex(/^[\x20-\x7e]*$/, 'has characters that no header may have')
    .optional(),
});

export const mcpToolSwitchSchema = z.strictObject({
  tool: z.string().min(1).max(64),
  isOn: z.boolean(),
  /** Of the tool as it was shown. */
  hash: z.string().max(64).optional(),
});
