import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { postPassword } from '../../session/session-api.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';

const EMPTY = { currentPassword: '', newPassword: '' };

export function AccountPanel() {
  const { session } = useSession();
  const [values, setValues] = useState(EMPTY);
  const [result, setResult] = useState<'changed' | ApiError>();
  const [isBusy, setIsBusy] = useState(false);
  const error = result === 'changed' ? undefined : result;
  const isOfFields = Object.keys(error?.fields ?? {}).length > 0;

  const field = (name: keyof typeof values) => ({
    type: 'password',
    required: true,
    value: values[name],
    error: error?.fields[name],
    onValue: (value: string) => setValues((all) => ({ ...all, [name]: value })),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setResult(undefined);
    try {
      await postPassword(values);
      setValues(EMPTY);
      setResult('changed');
    } catch (cause) {
      setResult(asApiError(cause));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Panel title="Your password" about={`You sign in as ${session.user.email}.`}>
      <form onSubmit={submit}>
        {/* tells password managers whose password it is */}
        <input type="hidden" name="username" autoComplete="username" value={session.user.email} />
        <div className="form-grid">
          <TextField label="Present password" autoComplete="current-password" {...field('currentPassword')} />
          <TextField
            label="New password"
            autoComplete="new-password"
            minLength={10}
            hint="At least 10 characters."
            {...field('newPassword')}
          />
        </div>
        {error && !isOfFields && <Notice kind="danger">{error.message}</Notice>}
        {result === 'changed' && (
          <Notice kind="positive">Your password is changed. Everywhere else you are signed out.</Notice>
        )}
        <div className="form-actions">
          <Button type="submit" disabled={isBusy || !values.currentPassword || !values.newPassword}>
            {isBusy ? 'Changing…' : 'Change password'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
