import { recordsOf } from '../../api/records.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
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
  const { values, field, problem, isBusy, onSubmit } = useForm({ name: '' }, async ({ name }) => {
    const body = { name: name.trim(), stages: FIRST_STAGES };
    onCreated(await recordsOf<Pipeline>(workspaceId, 'pipelines').create(body));
  });

  return (
    <Dialog title="New pipeline" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Name"
          placeholder="Renewals"
          hint="It starts with five common stages; change them as you like."
          required
          maxLength={80}
          {...field('name')}
        />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !values.name.trim()}>
            {isBusy ? 'Creating…' : 'Create pipeline'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
