import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { InboundKind } from './inbound-hook.ts';

export interface MappedField {
  path: string;
  field: string;
}

interface Props {
  kind: InboundKind;
  mapping: readonly MappedField[];
  error: string | undefined;
  onChange: (mapping: MappedField[]) => void;
}

/** Which part of an event goes to which field. */
export function InboundMapping({ kind: { label, fields }, mapping, error, onChange }: Props) {
  const change = (at: number, part: Partial<MappedField>) =>
    onChange(mapping.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const free = fields.find(({ key }) => !mapping.some(({ field }) => field === key));
  return (
    <fieldset className="inbound-fields">
      <legend>Fields of the {label}</legend>
      <p className="field__hint">
        Say where each stands in the event, such as <code>customer.email</code> or <code>items.0.name</code>.
      </p>
      {mapping.map(({ path, field }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and keep their places
        <div key={at} className="inbound-field">
          <input
            className="input"
            aria-label={`Place of field ${at + 1} in the event`}
            placeholder="customer.email"
            required
            maxLength={200}
            value={path}
            onChange={(event) => change(at, { path: event.currentTarget.value })}
          />
          <span aria-hidden="true">→</span>
          <select
            className="input"
            aria-label={`Field ${at + 1}`}
            value={field}
            onChange={(event) => change(at, { field: event.currentTarget.value })}
          >
            {fields.map((one) => (
              <option key={one.key} value={one.key}>
                {one.label}
              </option>
            ))}
          </select>
          <Button
            kind="quiet"
            aria-label={`Remove field ${at + 1}`}
            disabled={mapping.length === 1}
            onClick={() => onChange(mapping.filter((_, index) => index !== at))}
          >
            <Icon name="cross" size={16} />
          </Button>
        </div>
      ))}
      {error && <p className="field__error">The fields {error}.</p>}
      {free && (
        <div className="form-actions">
          <Button kind="quiet" onClick={() => onChange([...mapping, { path: '', field: free.key }])}>
            <Icon name="plus" size={16} /> Add a field
          </Button>
        </div>
      )}
    </fieldset>
  );
}
