import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import './field.css';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Draws the control; the attributes tie it to label, hint and error. */
  children: (control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-note`, 'aria-invalid': Boolean(error) })}
      <div id={`${id}-note`}>
        {error ? (
          <p className="field__error">
            <Icon name="alert" size={14} /> {sentence(label, error)}
          </p>
        ) : (
          hint && <p className="field__hint">{hint}</p>
        )}
      </div>
    </div>
  );
}

/** The server says "is missing" of a field; what begins in small letters goes on with the label. */
const sentence = (label: string, error: string) => (/^\p{Ll}/u.test(error) ? `${label} ${error}.` : error);

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'children'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  onValue: (value: string) => void;
}

export function TextField({ label, hint, error, onValue, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...input}
          {...control}
          className="input"
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'onChange' | 'children'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: readonly { value: string; label: string }[];
  onValue: (value: string) => void;
}

export function SelectField({ label, hint, error, options, onValue, ...select }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...select}
          {...control}
          className="input"
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
