import { recordsOf } from '../../api/records.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldsForm } from './fields-form.tsx';
import type { Mailbox } from './mailboxes-panel.tsx';

interface Props {
  kind: EntityMetadata;
  mailbox: Mailbox;
  onClose: () => void;
  onSaved: () => void;
}

/** What is changed elsewhere, or never. */
const ELSEWHERE: readonly string[] = ['address', 'ownerId', 'isPaused'];

const HINTS = {
  displayName: 'What people see before the address.',
  aliases: 'Other addresses that reach it, and that you may write from.',
  excludedDomains: 'Mail with these alone is not read: clinic.example, bank.example',
  sharing: 'Full: all of its mail. Metadata: who, when and the subject. Private: nothing.',
  isForTeam: 'Campaigns, workflows and teammates without a mailbox send from it.',
  perMinute: 'Empty: what its provider allows.',
  perDay: 'Empty: what its provider allows.',
};

export function EditMailboxDialog({ kind, mailbox, onClose, onSaved }: Props) {
  const { workspace } = useSession();
  return (
    <Dialog title={mailbox.address} onClose={onClose}>
      <FieldsForm
        fields={kind.fields.filter(({ name }) => !ELSEWHERE.includes(name))}
        record={mailbox as Values}
        isReadOnly={false}
        hints={HINTS}
        save={async (patch) => {
          await recordsOf<Mailbox>(workspace.id, kind.plural).update(mailbox.id, patch, mailbox.version);
          onSaved();
        }}
      />
    </Dialog>
  );
}
