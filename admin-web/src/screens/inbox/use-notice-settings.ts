import type { NoticeChanges, NoticeSettings } from '@clianta/bot/api/notice-settings.schema';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { useSubmit } from '../../ui/use-submit.ts';

export type { NoticeChanges, NoticeSettings };

/** The person's choices; each change is stored at once. */
export function useNoticeSettings() {
  const { workspace } = useSession();
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/notice-settings`;
  const { data, error, reload, replace } = useResource(
    (signal) => request<NoticeSettings>(path, { signal }),
    [path],
  );
  const { error: problem, run } = useSubmit();
  const change = (changes: NoticeChanges) =>
    run(async () => replace(await request<NoticeSettings>(path, { method: 'PATCH', body: changes })));
  return { settings: data, error, reload, change, problem };
}
