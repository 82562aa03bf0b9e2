import { useState } from 'react';
import { postForgotPassword } from '../../session/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { Entrance } from './entrance.tsx';

interface Props {
  email: string;
  onBack: () => void;
}

/** Sends a link by which a new password is chosen, to whoever reads the mail of the address. */
export function ForgotPasswordScreen({ email, onBack }: Props) {
  const [sentTo, setSentTo] = useState<string>();
  const { field, problem, isBusy, onSubmit } = useForm({ email }, async (values) => {
    await postForgotPassword({ email: values.email.trim() });
    setSentTo(values.email.trim());
  });
  return (
    <Entrance title="Forgot your password?" about="We mail you a link to choose a new one.">
      <form className="entrance__form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        {sentTo && (
          <Notice kind="positive">
            If {sentTo} is the address of an account, the link is on its way. It works for an hour.
          </Notice>
        )}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus
          {...field('email')}
        />
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Sending…' : 'Send the link'}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          Back to signing in
        </Button>
      </form>
    </Entrance>
  );
}
