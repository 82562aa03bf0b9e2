import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  name: string;
  onClose: () => void;
  onRemove: () => void;
}

export function RemoveTeammateDialog({ name, onClose, onRemove }: Props) {
  return (
    <Dialog title={`Remove ${name} from the team?`} onClose={onClose}>
      <p>
        {name} can no longer see or change anything here, from now on. The records they own, and what they
        did, stay as they are. You can undo this in the audit log.
      </p>
      <div className="dialog__actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" onClick={onRemove}>
          Remove {name}
        </Button>
      </div>
    </Dialog>
  );
}
