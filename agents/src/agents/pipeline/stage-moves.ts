import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { ToolContext } from '../../tool.ts';

/** A change of a deal's stage, as the audit log has it. */
export interface StageMove {
  recordId: string;
  at: Date;
  before: { stageId?: string };
  after: { stageId?: string };
}

/** The recorded stage changes of these deals, the oldest first. */
export function stageMoves(context: ToolContext, dealIds: readonly string[]): Promise<StageMove[]> {
  return context.crm.store
    .model('userAction')
    .find({
      workspaceId: context.scope.workspaceId,
      entity: Opportunity.name,
      recordId: { $in: dealIds },
      'after.stageId': { $exists: true },
    })
    .select({ recordId: 1, at: 1, before: 1, after: 1 })
    .sort({ at: 1 })
    .lean<StageMove[]>();
}
