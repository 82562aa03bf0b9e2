import { recordsOf } from '../../api/records.ts';
import { capitalize } from '../../formatting.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { type CustomField, FIELD_TYPES } from './custom-field.ts';
import { keyOf, optionsOf } from './custom-field-key.ts';

interface Props {
  workspaceId: string;
  /** What may have own fields. */
  owners: readonly EntityMetadata[];
  onAdded: (field: CustomField) => void;
  onClose: () => void;
}

export function AddCustomFieldDialog({ workspaceId, owners, onAdded, onClose }: Props) {
  const { values, field, problem, isBusy, onSubmit } = useForm(
    { entity: owners[0]?.name ?? '', label: '', type: 'text', options: '', isRequired: false },
    async ({ label, options, ...rest }) => {
      const body = {
        ...rest,
        key,
        label: label.trim(),
        ...(hasOptions && { options: optionsOf(options) }),
      };
      onAdded(await recordsOf<CustomField>(workspaceId, 'custom-fields').create(body));
    },
  );
  const hasOptions = values.type === 'select' || values.type === 'multiselect';
  const key = keyOf(values.label);

  return (
    <Dialog title="Add a field" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <SelectField
          label="On"
          options={owners.map(({ name, label }) => ({ value: name, label: capitalize(label.many) }))}
          {...field('entity')}
        />
        <TextField
          label="Label"
          required
          maxLength={60}
          placeholder="Contract end"
          hint={key ? `Stored as ${key}` : 'As people will read and say it.'}
          {...field('label')}
        />
        <SelectField label="Type" options={FIELD_TYPES} {...field('type')} />
        {hasOptions && (
          <Field label="Options" hint="One per line." error={field('options').error}>
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={4}
                required
                value={values.options}
                onChange={(event) => field('options').onValue(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={values.isRequired}
            onChange={(event) => field('isRequired').onValue(event.currentTarget.checked)}
          />
          Must be filled in
        </label>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={isBusy || !key}>
            {isBusy ? 'Adding…' : 'Add field'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
