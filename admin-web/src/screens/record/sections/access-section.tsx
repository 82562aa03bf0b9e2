import { useSession } from '../../../session/session-context.ts';
import { usePeople } from '../../../session/use-people.ts';
import { Panel } from '../../../ui/page.tsx';
import type { SectionProps } from '../record-section.ts';
import { seenBy } from '../seen-by.ts';

/** Who may see the record, and who may change it. */
export function AccessSection({ kind, record }: SectionProps) {
  const { workspace, session } = useSession();
  const people = usePeople(workspace.id);
  const nameOf = (userId: string) =>
    userId === session.user.id ? 'you' : (people.find((one) => one.userId === userId)?.name ?? 'somebody');
  const { see, change } = seenBy(kind, record, nameOf);
  return (
    <Panel title="Who sees it">
      <p className="record-note">
        {see} {change}
      </p>
    </Panel>
  );
}
