import { formatInstant } from '../../formatting.ts';
import { markNotices, type NoticeMark, unmark } from '../../notices/notices.ts';
import { useNotices } from '../../notices/notices-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { useToast } from '../../ui/toasts.tsx';
import { useSubmit } from '../../ui/use-submit.ts';

export type Mark = (
  which: { ids: readonly string[] } | { isAll: true },
  mark: NoticeMark,
) => Promise<unknown>;

/** Marks notices; what has taken them out of sight can be taken back. */
export function useMarking() {
  const { workspace } = useSession();
  const { refresh } = useNotices();
  const toast = useToast();
  const { error: problem, run } = useSubmit();
  const mark: Mark = (which, wanted) =>
    run(async () => {
      const marked = await markNotices(workspace.id, which, wanted);
      refresh();
      const title = marked.until
        ? `Snoozed until ${formatInstant(marked.until, workspace.locale, workspace.timeZone)}`
        : wanted.state === 'done'
          ? 'Done'
          : 'isAll' in which
            ? 'All marked as read'
            : undefined;
      if (!title) return;
      const undo = async () => {
        await unmark(workspace.id, marked);
        refresh();
      };
      toast({ title, action: { label: 'Undo', run: () => void run(undo) } });
    });
  return { mark, problem };
}
