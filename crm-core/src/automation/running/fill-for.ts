import type { CrmCore } from '../../crm-core.ts';
import { fillTemplate } from '../fill-template.ts';
import type { AtStep } from './run-step.ts';

/** What texts of a step may name: the record, who looks after it, what started the run, and what steps have found. */
export async function fillFor(
  crm: CrmCore,
  { run, entity, record, workflow }: Pick<AtStep, 'run' | 'entity' | 'record' | 'workflow'>,
): Promise<(text: string) => string> {
  const { team } = await crm.facts(run.workspaceId);
  const owner = team.find(({ id }) => id === record[entity.talk?.owner ?? '']);
  // what a record may have and has not is empty; what no record of the kind has is a mistake of the text
  const empty = Object.fromEntries(
    entity.fields.filter(({ hidden }) => !hidden).map(({ name }) => [name, '']),
  );
  const values = {
    record: { ...empty, ...record, title: entity.titleOf(record) },
    owner: { name: owner?.name ?? '' },
    workflow: { name: workflow.name },
    event: { what: run.cause.what, by: run.cause.by },
    ...run.outputs,
  };
  return (text) => fillTemplate(text, values);
}
