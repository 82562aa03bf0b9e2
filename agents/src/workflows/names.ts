import type { Say } from '@clianta/crm-core/automation/actions/action';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { PipelineAlert } from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import {
  InboundHook,
  type InboundHookRecord,
} from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import type { ToolContext } from '../tool.ts';
import { capitalize } from '../tools/format.ts';

/** How the ids of a workflow are said: teammates, stages, channels, webhooks, forms, other workflows. */
export async function sayFor({ crm, scope }: ToolContext, entity: Entity): Promise<Say> {
  const { team, cached } = await crm.facts(scope.workspaceId);
  const [alerts, workflows] = await Promise.all([
    crm.records(PipelineAlert).find(scope, { limit: 50 }),
    crm.records(Workflow).find(scope, { limit: 200 }),
  ]);
  const pipelines = (cached.get(Pipeline.name) ?? []) as unknown as Array<{
    stages: Array<{ id: string; name: string }>;
  }>;
  const hooks = (cached.get(InboundHook.name) ?? []) as InboundHookRecord[];
  const forms = (cached.get(Form.name) ?? []) as FormRecord[];
  const names = new Map([
    ...team.map(({ id, name }) => [id, name] as const),
    ...pipelines.flatMap(({ stages }) => stages.map(({ id, name }) => [id, name] as const)),
    ...alerts.records.map(({ id, channel }) => [id, `${capitalize(channel)}`] as const),
    ...[...hooks, ...forms].map(({ id, name }) => [id, name] as const),
    ...workflows.records.map(({ id, name }) => [id, name] as const),
  ]);
  return {
    entity,
    name: (id) =>
      names.get(id) ?? (/^[0-9a-f]{24}$/.test(id) ? 'somebody who has left' : id.replace(/_/g, ' ')),
  };
}
