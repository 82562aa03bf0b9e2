import type { ApprovalPreview } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { UpdateInputOf } from '@clianta/crm-core/entity/define-entity';
import type { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ToolContext } from '../../../tool.ts';
import type { SettingArgs } from './agent-settings.tool.ts';
import { approvalChange } from './approval-settings.ts';
import { autonomyChange } from './autonomy-settings.ts';
import { budgetChange } from './budget-settings.ts';

/** A setting as it would be: how it is asked, what is said once it is so, and what is stored. */
export interface SettingChange {
  title: string;
  done: string;
  changes: ApprovalPreview['changes'];
  /** Absent: there is nothing to change. */
  values?: UpdateInputOf<typeof Workspace>;
}

const CHANGES: Record<
  SettingArgs['area'],
  (context: ToolContext, args: SettingArgs) => Promise<SettingChange>
> = {
  autonomy: autonomyChange,
  approvals: approvalChange,
  budget: budgetChange,
};

/** Works a change of the settings out, without writing. @throws InvalidError for what is not said well enough */
export const settingChange = (context: ToolContext, args: SettingArgs): Promise<SettingChange> =>
  CHANGES[args.area](context, args);
