import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { postChosenPassword, type Session } from '../../session/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { Entrance } from './entrance.tsx';

interface Props {
  token: string;
  onDone: (session: Session) => void;
  onSignIn: () => void;
}

/** Where the link of a new teammate leads, or of one who lost their password. */
export function ChoosePasswordScreen({ token, onDone, onSignIn }: Props) {
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      onDone(await postChosenPassword({ token, password }));
    } catch (cause) {
      setError(asApiError(cause));
      setIsBusy(false);
    }
  };

  return (
    <Entrance title="Welcome to Clianta" about="Choose the password that you will sign in with.">
      <form className="entrance__form" onSubmit={submit}>
        {error && <Notice kind="danger">{error.message}</Notice>}
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          minLength={10}
          hint="At least 10 characters."
          value={password}
          onValue={setPassword}
        />
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Save and sign in'}
        </Button>
        <Button kind="quiet" onClick={onSignIn}>
          I have a password
        </Button>
      </form>
    </Entrance>
  );
}
