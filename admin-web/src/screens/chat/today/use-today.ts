import type { Today as StoredToday } from '@clianta/agents/agents/briefing/today.schema';
import { type Json, recordsOf } from '../../../api/records.ts';
import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useNotices } from '../../../notices/notices-provider.tsx';
import { useSession } from '../../../session/session-context.ts';
import { useToast } from '../../../ui/toasts.tsx';
import { useSubmit } from '../../../ui/use-submit.ts';

export type Today = Json<StoredToday>;
export type TodaysTask = Today['overdue']['items'][number];

/** The person's day, and what one click does with a task: each can be taken back. */
export function useToday() {
  const { workspace } = useSession();
  const { version } = useNotices();
  const toast = useToast();
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/today`;
  const { data, error, reload } = useResource((signal) => request<Today>(path, { signal }), [path, version]);
  const { error: problem, run } = useSubmit();

  /** @param back - puts the task as it was, unless somebody has changed it meanwhile */
  const change = (task: TodaysTask, values: object, back: object, title: string) =>
    run(async () => {
      const tasks = recordsOf<{ version: number }>(workspace.id, task.plural);
      const changed = await tasks.update(task.id, values, task.version);
      reload();
      const undo = () =>
        run(async () => {
          await tasks.update(task.id, back, changed.version);
          reload();
        });
      toast({ title, body: task.title, action: { label: 'Undo', run: () => void undo() } });
    });

  return {
    today: data,
    error,
    problem,
    reload,
    complete: (task: TodaysTask) =>
      change(task, { status: 'completed' }, { status: 'open' }, 'Marked as done'),
    putOff: (task: TodaysTask, dueAt: string, when: string) =>
      change(task, { dueAt }, { dueAt: task.dueAt ?? null }, `Put off until ${when}`),
  };
}
