import { requireAccess } from '@clianta/crm-core/entity/access';
import type { Tool, ToolContext } from '../tool.ts';

/** Nobody gives an agent what they may not do themselves. @throws ForbiddenError */
export function requireMayUse({ crm, scope }: Pick<ToolContext, 'crm' | 'scope'>, tool: Tool): void {
  if (tool.entity === undefined) return;
  const kind =
    tool.effect === 'read'
      ? 'read'
      : tool.operation === 'create' || tool.operation === 'delete'
        ? tool.operation
        : 'update';
  requireAccess(crm.store.entity(tool.entity), scope, kind);
}
