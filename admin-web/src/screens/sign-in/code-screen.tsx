import { postSignInCode, type Session } from '../../session/session-api.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { Entrance } from './entrance.tsx';

interface Props {
  ticket: string;
  onDone: (session: Session) => void;
  onBack: () => void;
}

/** The second step of signing in: a code of the authenticator app. */
export function CodeScreen({ ticket, onDone, onBack }: Props) {
  const { field, problem, isBusy, onSubmit } = useForm({ code: '' }, async ({ code }) =>
    onDone(await postSignInCode({ ticket, code: code.trim() })),
  );
  return (
    <Entrance title="Enter the code" about="Your authenticator app shows one for Clianta.">
      <form className="entrance__form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          autoFocus
          minLength={6}
          maxLength={40}
          hint="Six digits. Without the app, one of your recovery codes."
          {...field('code')}
        />
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          Sign in as somebody else
        </Button>
      </form>
    </Entrance>
  );
}
