import type { ApprovalPreview } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { UpdateInputOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { z } from 'zod';
import type { ToolContext } from '../../../tool.ts';
import { undoable } from '../../../tools/focus.ts';
import { type AreaArgs, defineArea, type SettingArea } from './setting-area.ts';

/** A setting as it would be: how it is asked, what is said once it is so, and what is stored. */
export interface SettingChange {
  title: string;
  done: string;
  changes: ApprovalPreview['changes'];
  /** Absent: there is nothing to change. */
  values?: UpdateInputOf<typeof Workspace>;
}

/**
 * An area whose settings stand in the workspace: it always asks first.
 *
 * @param area.change - works a change out, without writing; throws InvalidError for what is not said well enough
 */
export function workspaceArea<S extends z.ZodObject>({
  change,
  ...area
}: Omit<SettingArea<S>, 'actions' | 'call' | 'propose' | 'run'> & {
  change(context: ToolContext, args: AreaArgs<S>): Promise<SettingChange>;
}): SettingArea {
  return defineArea<S>({
    ...area,
    actions: ['set', 'remove'],
    call: { entity: Workspace.name, operation: 'update' },
    async propose(args, context) {
      const { title, changes, values } = await change(context, args);
      if (values === undefined) return undefined;
      return {
        title,
        preview: { count: 1, sample: [], changes },
        recordIds: [context.scope.workspaceId],
        isDestructive: false,
      };
    },
    async run(args, context) {
      const { crm, scope, approvedIds } = context;
      const { done, values } = await change(context, args);
      if (values === undefined) return { text: done, isAnswer: true };
      if (!approvedIds?.length) throw new InvalidError('That has to be approved first.');
      const before = await crm.records(Workspace).get(scope, scope.workspaceId);
      const after = await crm
        .records(Workspace)
        .update(scope, scope.workspaceId, values, { version: before.version });
      const isSame = after.version === before.version;
      return {
        text: isSame ? `It is like that already. ${done}` : done,
        changes: isSame ? [] : [{ entity: Workspace.name, id: scope.workspaceId, change: 'updated' }],
        ...(undoable(context).undoGroupId && !isSame && { suggestions: ['Undo that'] }),
        isAnswer: true,
      };
    },
  });
}
