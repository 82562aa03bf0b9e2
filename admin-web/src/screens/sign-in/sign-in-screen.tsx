import { useState } from 'react';
import { postSignIn, type Session } from '../../session/session-api.ts';
import type { SignInReturn } from '../../session/sign-in-return.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { CodeScreen } from './code-screen.tsx';
import { Entrance } from './entrance.tsx';
import { ForgotPasswordScreen } from './forgot-password-screen.tsx';

interface Props {
  demoEmail: string | undefined;
  notice: string | undefined;
  hasGoogle: boolean;
  hasRecovery: boolean;
  /** What Google sent back. */
  back: SignInReturn | undefined;
  onDone: (session: Session) => void;
}

export function SignInScreen({ demoEmail, notice, hasGoogle, hasRecovery, back, onDone }: Props) {
  const [ticket, setTicket] = useState(back?.ticket);
  const [isForgotten, setIsForgotten] = useState(false);
  const { values, field, problem, isBusy, onSubmit } = useForm(
    { email: demoEmail ?? '', password: '' },
    async ({ email, password }) => {
      const answer = await postSignIn({ email: email.trim(), password });
      if ('needsCode' in answer) setTicket(answer.ticket);
      else onDone(answer);
    },
  );
  if (isForgotten) return <ForgotPasswordScreen email={values.email} onBack={() => setIsForgotten(false)} />;
  if (ticket) return <CodeScreen ticket={ticket} onDone={onDone} onBack={() => setTicket(undefined)} />;

  return (
    <Entrance title="Sign in" about="Talk to your CRM: ask, change, prepare.">
      <form className="entrance__form" onSubmit={onSubmit}>
        {notice && !problem && <Notice>{notice}</Notice>}
        {(problem ?? back?.problem) && <Notice kind="danger">{problem ?? back?.problem}</Notice>}
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus={!demoEmail}
          {...field('email')}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          autoFocus={Boolean(demoEmail)}
          {...field('password')}
        />
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
        {hasRecovery && (
          <Button kind="quiet" onClick={() => setIsForgotten(true)}>
            Forgot your password?
          </Button>
        )}
        {hasGoogle && (
          <a className="button button--plain" href="/api/auth/google">
            Sign in with Google
          </a>
        )}
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
