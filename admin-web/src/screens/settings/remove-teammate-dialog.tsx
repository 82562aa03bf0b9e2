import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import type { TeamMember } from './team-member.ts';

interface Props {
  member: TeamMember;
  /** Who could look after their records. */
  others: readonly TeamMember[];
  onClose: () => void;
  onRemove: (handOverTo: TeamMember | undefined) => void;
}

export function RemoveTeammateDialog({ member: { name }, others, onClose, onRemove }: Props) {
  const [toId, setToId] = useState('');
  return (
    <Dialog title={`Remove ${name} from the team?`} onClose={onClose}>
      <p>
        {name} can no longer see or change anything here, from now on. What they did stays as it is. You can
        undo this in the audit log.
      </p>
      <SelectField
        label="Who gets their records"
        value={toId}
        options={[
          { value: '', label: 'Nobody: they stay as they are' },
          ...others.map((other) => ({ value: other.id, label: other.name })),
        ]}
        onValue={setToId}
      />
      <div className="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" onClick={() => onRemove(others.find(({ id }) => id === toId))}>
          Remove {name}
        </Button>
      </div>
    </Dialog>
  );
}
