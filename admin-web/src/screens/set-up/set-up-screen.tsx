import { postSetUp, type Session, type SetUp } from '../../session/session-api.ts';
import { codeOfLink } from '../../session/set-up-link.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { Entrance } from '../sign-in/entrance.tsx';
import { browserTimeZone, currencyChoices, timeZoneChoices } from './choices.ts';

/** The first page of an empty Clianta: its first workspace and its owner. */
export function SetUpScreen({ onDone }: { onDone: (session: Session) => void }) {
  const form = useForm<SetUp>(
    () => ({
      code: codeOfLink(window.location),
      workspaceName: '',
      name: '',
      email: '',
      password: '',
      timeZone: browserTimeZone(),
      currency: 'USD',
    }),
    async (values) => onDone(await postSetUp(values)),
  );
  const { values, problem, isBusy } = form;
  const field = (name: keyof SetUp) => ({ name, required: true, ...form.field(name) });

  return (
    <Entrance
      isWide
      title="Welcome to Clianta"
      about="Name your workspace and create its first account, yours."
    >
      <form className="entrance__form" onSubmit={form.onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Set-up code"
          hint="It was printed where Clianta was started, in its log."
          autoComplete="one-time-code"
          autoFocus={!values.code}
          {...field('code')}
        />
        <TextField
          label="Workspace name"
          placeholder="Your company"
          autoComplete="organization"
          autoFocus={Boolean(values.code)}
          {...field('workspaceName')}
        />
        <div className="form-grid">
          <TextField label="Your name" autoComplete="name" {...field('name')} />
          <TextField label="E-mail" type="email" autoComplete="username" {...field('email')} />
        </div>
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          hint="At least 10 characters."
          {...field('password')}
        />
        <div className="form-grid">
          <SelectField label="Time zone" options={timeZoneChoices(values.timeZone)} {...field('timeZone')} />
          <SelectField label="Currency" options={currencyChoices(values.currency)} {...field('currency')} />
        </div>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Creating the workspace…' : 'Create workspace'}
        </Button>
      </form>
    </Entrance>
  );
}
