import type { FormCard as FormCardValue, FormField } from '@clianta/agents/reply.schema';
import { type FormEvent, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useChatActions } from '../chat-context.ts';
import { CardBox } from './card-box.tsx';
import { problemIn } from './form-problems.ts';
import { ActionProblem } from './undo-button.tsx';
import '../../ui/field.css';
import './card.css';
import './form-card.css';

/** The fields of a tool to fill in; sent, it is a call of the tool. What is missing is said at its field. */
export function FormCard({ card, place }: { card: FormCardValue; place: string }) {
  const { call, states } = useChatActions();
  const [values, setValues] = useState(() =>
    Object.fromEntries(card.fields.map(({ name, value }) => [name, value ?? ''])),
  );
  const [problems, setProblems] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const state = states[place]?.state;
  const isOnItsWay = state === 'sending' || state === 'sent';

  const send = (event: FormEvent) => {
    event.preventDefault();
    const found = Object.fromEntries(
      card.fields.flatMap((field) => {
        const problem = problemIn(field, values[field.name] ?? '');
        return problem ? [[field.name, problem]] : [];
      }),
    );
    setProblems(found);
    const [first] = Object.keys(found);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
    else call(place, card.tool, values);
  };

  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
      </header>
      <form ref={form} className="form" noValidate onSubmit={send}>
        <div className="form__fields">
          {card.fields.map((field) => (
            <FieldOfForm
              key={field.name}
              field={field}
              value={values[field.name] ?? ''}
              problem={problems[field.name]}
              isDisabled={isOnItsWay}
              onValue={(value) => {
                setValues({ ...values, [field.name]: value });
                if (problems[field.name]) setProblems({ ...problems, [field.name]: '' });
              }}
            />
          ))}
        </div>
        <footer className="form__footer">
          <Button kind="primary" type="submit" disabled={isOnItsWay}>
            {isOnItsWay ? 'Sending…' : card.submit}
          </Button>
          {card.fields.some(({ isRequired }) => isRequired) && (
            <span className="form__note">
              <span aria-hidden="true">*</span> needed
            </span>
          )}
        </footer>
        <ActionProblem id={place} />
      </form>
    </CardBox>
  );
}

interface FieldProps {
  field: FormField;
  value: string;
  problem: string | undefined;
  isDisabled: boolean;
  onValue: (value: string) => void;
}

const INPUT = { text: 'text', number: 'text', day: 'date', email: 'email' } as const;

function FieldOfForm({ field, value, problem, isDisabled, onValue }: FieldProps) {
  const id = useId();
  const own = {
    id,
    name: field.name,
    value,
    disabled: isDisabled,
    required: field.isRequired ?? false,
    'aria-invalid': Boolean(problem),
    'aria-describedby': problem ? `${id}-problem` : undefined,
  };
  return (
    <div className={field.kind === 'long_text' ? 'field form__wide' : 'field'}>
      <label className="field__label" htmlFor={id}>
        {field.label}
        {field.isRequired && <span aria-hidden="true"> *</span>}
      </label>
      {field.kind === 'choice' ? (
        <select {...own} className="input" onChange={(event) => onValue(event.currentTarget.value)}>
          <option value="">{field.isRequired ? 'Choose' : 'None'}</option>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.kind === 'long_text' ? (
        <textarea
          {...own}
          className="input"
          rows={3}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      ) : (
        <input
          {...own}
          className="input"
          type={INPUT[field.kind]}
          inputMode={field.kind === 'number' ? 'decimal' : undefined}
          autoComplete="off"
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
      {problem && (
        <p id={`${id}-problem`} className="field__error">
          {problem}
        </p>
      )}
    </div>
  );
}
