import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Pipeline, Stage } from './pipeline-draft.ts';

/** What most teams begin with; everything can be changed afterwards. */
const FIRST_STAGES: Stage[] = [
  { id: 'qualified', name: 'Qualified', probability: 0.2, kind: 'open' },
  { id: 'proposal', name: 'Proposal', probability: 0.5, kind: 'open' },
  { id: 'negotiation', name: 'Negotiation', probability: 0.75, kind: 'open' },
  { id: 'won', name: 'Won', probability: 1, kind: 'won' },
  { id: 'lost', name: 'Lost', probability: 0, kind: 'lost' },
];

interface Props {
  workspaceId: string;
  onCreated: (pipeline: Pipeline) => void;
  onClose: () => void;
}

export function NewPipelineDialog({ workspaceId, onCreated, onClose }: Props) {
  const [name, setName] = useState('');
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    try {
      const body = { name: name.trim(), stages: FIRST_STAGES };
      onCreated(await recordsOf<Pipeline>(workspaceId, 'pipelines').create(body));
    } catch (cause) {
      setError(asApiError(cause));
      setIsBusy(false);
    }
  };

  return (
    <Dialog title="New pipeline" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Name"
          placeholder="Renewals"
          hint="It starts with five common stages; change them as you like."
          required
          maxLength={80}
          value={name}
          error={error && (error.fields.name ?? error.message)}
          onValue={setName}
        />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !name.trim()}>
            {isBusy ? 'Creating…' : 'Create pipeline'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
