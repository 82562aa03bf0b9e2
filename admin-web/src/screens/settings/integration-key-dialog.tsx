import type { IntegrationVendor } from '@clianta/bot/api/integration.schema';
import { request } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

interface Props {
  vendor: IntegrationVendor;
  feature: string;
  base: string;
  onKept: () => void;
  onClose: () => void;
}

/** A vendor's key, tried before it is kept. */
export function IntegrationKeyDialog({
  vendor: { name, title, fields = [] },
  feature,
  base,
  onKept,
  onClose,
}: Props) {
  const empty: Record<string, string> = Object.fromEntries(fields.map((one) => [one.name, '']));
  const { field, values, problem, isBusy, onSubmit } = useForm(empty, async (entered) => {
    const filled = Object.entries(entered).filter(([, value]) => value.trim());
    const body = { features: [feature], values: Object.fromEntries(filled) };
    await request(`${base}/${encodeURIComponent(name)}/key`, { method: 'POST', body });
    onKept();
  });
  return (
    <Dialog title={`Connect ${title}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        {fields.map((one) => (
          <TextField
            key={one.name}
            label={one.label}
            type="password"
            autoComplete="off"
            required={one.isRequired}
            {...field(one.name)}
          />
        ))}
        <p>
          It is tried with {title}, kept encrypted, and never shown again but for its last four characters.
        </p>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            disabled={isBusy || fields.some((one) => one.isRequired && !values[one.name]?.trim())}
          >
            {isBusy ? 'Trying…' : 'Connect'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
