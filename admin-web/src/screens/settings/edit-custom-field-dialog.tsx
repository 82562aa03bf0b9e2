import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useForm, useSubmit } from '../../ui/use-submit.ts';
import { type CustomField, FIELD_TYPES } from './custom-field.ts';
import { optionsOf } from './custom-field-key.ts';

interface Props {
  workspaceId: string;
  saved: CustomField;
  /** What was saved; the dialog stays where more can be done. */
  onSaved: (field: CustomField, text: string) => void;
  onClose: () => void;
}

/** The changes of a field that keep what records have in it; the server refuses the others with the reason. */
export function EditCustomFieldDialog({ workspaceId, saved, onSaved, onClose }: Props) {
  const { label, type, isRequired, options } = saved;
  const form = useForm({ label, type: String(type), isRequired, more: '' }, async ({ more, ...values }) => {
    const added = optionsOf(more).filter((option) => !options?.includes(option));
    const body = {
      ...values,
      label: values.label.trim(),
      ...(added.length > 0 && { options: [...(options ?? []), ...added] }),
    };
    const field = await recordsOf<CustomField>(workspaceId, 'custom-fields').update(
      saved.id,
      body,
      saved.version,
    );
    onSaved(field, `${field.label} is saved.`);
    onClose();
  });
  const { values, field, problem, isBusy, onSubmit } = form;
  const isChoice = values.type === 'select' || values.type === 'multiselect';
  return (
    <Dialog title={`Change ${label}`} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Label"
          required
          maxLength={60}
          hint={`Stored as ${saved.key}, which stays.`}
          {...field('label')}
        />
        <SelectField
          label="Type"
          hint="Another type is only possible when every value fits it."
          options={FIELD_TYPES}
          {...field('type')}
        />
        {isChoice && (
          <>
            <Options workspaceId={workspaceId} saved={saved} onSaved={onSaved} />
            <Field label="More options" hint="One per line." error={field('more').error}>
              {(control) => (
                <textarea
                  {...control}
                  className="input"
                  rows={2}
                  value={values.more}
                  onChange={(event) => field('more').onValue(event.currentTarget.value)}
                />
              )}
            </Field>
          </>
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
          <Button type="submit" kind="primary" disabled={isBusy || !values.label.trim()}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Retired {
  field: CustomField;
  changed: number;
}

/** The options that there are, each with the way to retire it. */
function Options({ workspaceId, saved, onSaved }: Omit<Props, 'onClose'>) {
  const options = saved.options ?? [];
  const [retiring, setRetiring] = useState<string>();
  const [replacement, setReplacement] = useState('');
  const { isBusy, error, run } = useSubmit();
  const retire = (option: string) =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/custom-fields/${saved.id}/retire-option`;
      const body = { option, ...(replacement && { replacement }) };
      const { field, changed } = await request<Retired>(path, { method: 'POST', body });
      setRetiring(undefined);
      onSaved(
        field,
        `${option} is retired. ${changed} ${changed === 1 ? 'record has' : 'records have'} another value.`,
      );
    });
  return (
    <div>
      <p className="field__label">Options</p>
      <ul className="rows">
        {options.map((option) => (
          <li key={option} className="rows__row">
            <span className="rows__text">{option}</span>
            {retiring === option ? (
              <>
                <SelectField
                  label={`Records with ${option} get`}
                  options={[
                    ...(saved.isRequired ? [] : [{ value: '', label: 'Nothing' }]),
                    ...options.filter((one) => one !== option).map((one) => ({ value: one, label: one })),
                  ]}
                  value={replacement}
                  onValue={setReplacement}
                />
                <Button kind="danger" disabled={isBusy} onClick={() => void retire(option)}>
                  Retire {option}
                </Button>
              </>
            ) : (
              <Button
                kind="quiet"
                aria-label={`Retire ${option}`}
                disabled={options.length < 2}
                onClick={() => {
                  setRetiring(option);
                  setReplacement(saved.isRequired ? (options.find((one) => one !== option) ?? '') : '');
                }}
              >
                Retire
              </Button>
            )}
          </li>
        ))}
      </ul>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
    </div>
  );
}
