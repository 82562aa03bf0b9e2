import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { postSignIn, type Session } from '../../session/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { Entrance } from './entrance.tsx';

interface Props {
  demoEmail: string | undefined;
  notice: string | undefined;
  onDone: (session: Session) => void;
}

export function SignInScreen({ demoEmail, notice, onDone }: Props) {
  const [email, setEmail] = useState(demoEmail ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      onDone(await postSignIn({ email: email.trim(), password }));
    } catch (cause) {
      setError(asApiError(cause));
      setIsBusy(false);
    }
  };

  return (
    <Entrance title="Sign in" about="Talk to your CRM: ask, change, prepare.">
      <form className="entrance__form" onSubmit={submit}>
        {notice && !error && <Notice>{notice}</Notice>}
        {error && <Notice kind="danger">{error.message}</Notice>}
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus={!demoEmail}
          value={email}
          onValue={setEmail}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          autoFocus={Boolean(demoEmail)}
          value={password}
          onValue={setPassword}
        />
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {demoEmail && (
        <p className="entrance__note">
          This is the demo workspace. Its password was shown in the terminal when Clianta first started,
          unless CLIANTA_DEMO_PASSWORD sets it.
        </p>
      )}
    </Entrance>
  );
}
