import { useState } from 'react';
import { postChosenPassword, type Session } from '../../session/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { CodeScreen } from './code-screen.tsx';
import { Entrance } from './entrance.tsx';

interface Props {
  token: string;
  onDone: (session: Session) => void;
  onSignIn: () => void;
}

/** Where the link of a new teammate leads, or of one who lost their password. */
export function ChoosePasswordScreen({ token, onDone, onSignIn }: Props) {
  const [ticket, setTicket] = useState<string>();
  const { field, problem, isBusy, onSubmit } = useForm({ password: '' }, async ({ password }) => {
    const answer = await postChosenPassword({ token, password });
    if ('needsCode' in answer) setTicket(answer.ticket);
    else onDone(answer);
  });
  if (ticket) return <CodeScreen ticket={ticket} onDone={onDone} onBack={onSignIn} />;

  return (
    <Entrance title="Welcome to Clianta" about="Choose the password that you will sign in with.">
      <form className="entrance__form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          minLength={10}
          hint="At least 10 characters."
          {...field('password')}
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
