import { createFirstWorkspace } from '@clianta/crm-core/workspace/create-workspace';
import { EvalWorld } from '../eval-world.ts';
import { customersTable } from './customers.table.ts';
import { emailsTable } from './emails.table.ts';
import { eventsTable } from './events.table.ts';
import { addPeople, SAM } from './people.ts';
import { plotsTable } from './plots.table.ts';
import type { Sandbox, WorkbenchResult } from './sandbox.schema.ts';
import type { Outcome, WorkbenchTable } from './table.ts';
import { tasksTable } from './tasks.table.ts';

const TABLES: readonly WorkbenchTable[] = [
  customersTable,
  eventsTable,
  emailsTable,
  tasksTable,
  plotsTable,
] as const;

/** The sandbox as a workspace: its people are the team, its rows records; Sam speaks, whose workspace it is. */
export function openWorkbenchWorld(sandbox: Sandbox): Promise<EvalWorld> {
  return EvalWorld.open({
    now: new Date(`${sandbox.now.replace(' ', 'T')}Z`),
    async fill(crm) {
      const speaker = await createFirstWorkspace(crm, {
        workspaceName: 'Atlas',
        ...SAM,
        password: 'correct horse battery',
      });
      await addPeople(crm, speaker.workspaceId, sandbox);
      for (const table of TABLES) await table.fill(crm, speaker, sandbox);
      return speaker;
    },
  });
}

/** What was written, sent and drawn, in the form of the sandbox's tables. */
export function tableChanges(sandbox: Sandbox, outcome: Outcome): WorkbenchResult['changes'] {
  const changes = TABLES.map((table) => [table.name, table.changes(sandbox, outcome)] as const);
  return Object.fromEntries(
    changes.filter(([, { removed, rows }]) => removed.length > 0 || rows.length > 0),
  ) as WorkbenchResult['changes'];
}
