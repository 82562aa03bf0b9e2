import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { type ReportJson, type ReportSpec, reportsOf } from './reports-api.ts';

interface Props {
  spec: ReportSpec;
  onClose: () => void;
  onKept: (report: ReportJson) => void;
}

/** Keeps a report under a name; its period moves along. */
export function KeepDialog({ spec, onClose, onKept }: Props) {
  const { workspace, session } = useSession();
  const { values, field, setValues, isBusy, problem, onSubmit } = useForm(
    { name: '', isShared: false },
    async ({ name, isShared }) =>
      onKept(await reportsOf(workspace.id).kept.create({ name, isShared, spec, ownerId: session.user.id })),
  );
  return (
    <Dialog title="Save the report" onClose={onClose}>
      <form onSubmit={onSubmit}>
        <TextField label="Name" required maxLength={120} autoComplete="off" {...field('name')} />
        <label className="reports__check">
          <input
            type="checkbox"
            checked={values.isShared}
            onChange={(event) => setValues({ ...values, isShared: event.currentTarget.checked })}
          />
          The team may see it
        </label>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <div className="form-actions">
          <Button type="submit" kind="primary" disabled={isBusy || !values.name.trim()}>
            Save
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
