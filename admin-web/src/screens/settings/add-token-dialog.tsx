import { request } from '../../api/request.ts';
import { capitalize } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

const ACCESS = [
  { value: 'read', label: 'Reads' },
  { value: 'write', label: 'Reads and writes' },
  { value: 'ask', label: 'Reads, writes, and asks you about the rest (MCP)' },
];
const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is revoked' },
];

interface Props {
  onMade: (token: string) => void;
  onClose: () => void;
}

export function AddTokenDialog({ onMade, onClose }: Props) {
  const { workspace } = useSession();
  const { spoken } = useKinds();
  const form = useForm(
    { name: '', access: 'read', days: '90', kinds: [] as string[] },
    async ({ name, access, days, kinds }) => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/api-tokens/issue`;
      const body = {
        name,
        access,
        ...(days && { days: Number(days) }),
        ...(kinds.length > 0 && { kinds }),
      };
      onMade((await request<{ token: string }>(path, { method: 'POST', body })).token);
    },
  );
  const { field, values, problem, isBusy, onSubmit } = form;
  const toggle = (kind: string, isChosen: boolean) =>
    field('kinds').onValue(isChosen ? [...values.kinds, kind] : values.kinds.filter((one) => one !== kind));
  return (
    <Dialog title="Make a token" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="What it is for"
          required
          maxLength={80}
          placeholder="Website form"
          hint="Stands in the audit log beside what is done with it."
          {...field('name')}
        />
        <SelectField label="What it does" options={ACCESS} {...field('access')} />
        <SelectField label="It holds" options={LIVES} {...field('days')} />
        <fieldset className="choices">
          <legend>Only these records; none chosen: all that you may see</legend>
          {spoken.map(({ name, label }) => (
            <label key={name} className="check">
              <input
                type="checkbox"
                checked={values.kinds.includes(name)}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
              {capitalize(label.many)}
            </label>
          ))}
        </fieldset>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !values.name.trim()}>
            {isBusy ? 'Making…' : 'Make the token'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
