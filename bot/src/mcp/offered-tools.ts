import type { Agent } from '@clianta/agents/agent';
import type { Catalogue, OwnedTool } from '@clianta/agents/catalogue';
import { jsonSchemaOf, type Tool } from '@clianta/agents/tool';
import { capitalize } from '@clianta/agents/tools/format';
import { requireAccess } from '@clianta/crm-core/entity/access';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError } from '@clianta/crm-core/errors';
import type { Tool as McpTool } from '@modelcontextprotocol/server';

/** Which part of a long answer is wanted; an argument of every tool that reads, beside its own. */
export const ANSWER_PAGE = 'answer_page';

/**
 * The tools that a program is offered: of the catalogue, what its token and the role of its person leave. What a call comes to
 * is decided when it runs; this only leaves out what would be refused in any case.
 *
 * @param agents - only of these, by their short names (`deal`, `contact`); empty: of all
 */
export function offeredTools(
  catalogue: Catalogue,
  scope: Scope,
  agents: readonly string[] = [],
): OwnedTool[] {
  return [...catalogue.tools].filter(
    ({ tool, agent }) =>
      (agents.length === 0 || agents.includes(shortNameOf(agent))) &&
      !tool.isInternal &&
      !tool.staysHome &&
      isOpened(catalogue, tool, scope),
  );
}

export const shortNameOf = ({ name }: Agent): string => name.replace(/Agent$/, '');

function isOpened(catalogue: Catalogue, tool: Tool, scope: Scope): boolean {
  const { token } = scope;
  const isRead = tool.effect === 'read';
  if (!isRead && (!token?.canWrite || !hasRole(scope, 'member'))) return false;
  // what is of no kind of records goes over all of them
  if (token?.kinds && !(tool.entity && token.kinds.includes(tool.entity))) return false;
  const entity = tool.entity === undefined ? undefined : catalogue.entities.get(tool.entity);
  return entity === undefined || may(entity, scope, accessOf(tool, isRead));
}

export const mayRead = (entity: Entity, scope: Scope): boolean => may(entity, scope, 'read');

type Access = 'read' | 'create' | 'update' | 'delete';

function accessOf({ operation }: Tool, isRead: boolean): Access {
  if (isRead) return 'read';
  if (operation === 'create' || operation === 'delete') return operation;
  return operation === 'update' || operation === 'transition' ? 'update' : 'read';
}

function may(entity: Entity, scope: Scope, kind: Access): boolean {
  try {
    requireAccess(entity, scope, kind);
    return true;
  } catch (error) {
    if (error instanceof ForbiddenError) return false;
    throw error;
  }
}

/** A tool as a program is shown it. */
export function shownTool({ tool, agent }: OwnedTool): McpTool {
  const isRead = tool.effect === 'read';
  const { properties = {}, ...schema } = jsonSchemaOf(tool) as { properties?: Record<string, object> };
  const page = {
    type: 'integer',
    minimum: 1,
    description: 'Which part of an answer that was too long for one; default 1',
  };
  return {
    name: tool.name,
    title: capitalize(tool.name.replace(/_/g, ' ')),
    description:
      tool.effect === 'ask'
        ? `${tool.description} May wait for a person's approval: then the answer has its id, and get_approval tells what became of it.`
        : tool.description,
    inputSchema: {
      ...schema,
      type: 'object',
      properties: { ...properties, ...(isRead && { [ANSWER_PAGE]: page }) },
    } as McpTool['inputSchema'],
    annotations: {
      readOnlyHint: isRead,
      ...(!isRead && { destructiveHint: tool.effect === 'ask', idempotentHint: false }),
      openWorldHint: false,
    },
    _meta: { 'clianta/agent': shortNameOf(agent), 'clianta/effect': tool.effect },
  };
}
