import { useState } from 'react';
import { postPassword } from '../../session/session-api.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

const EMPTY = { currentPassword: '', newPassword: '' };

export function AccountPanel() {
  const { session } = useSession();
  const [isChanged, setIsChanged] = useState(false);
  const form = useForm(EMPTY, async (values) => {
    setIsChanged(false);
    await postPassword(values);
    form.setValues(EMPTY);
    setIsChanged(true);
  });
  const { values, problem, isBusy } = form;
  const field = (name: keyof typeof EMPTY) => ({ type: 'password', required: true, ...form.field(name) });

  return (
    <Panel title="Your password" about={`You sign in as ${session.user.email}.`}>
      <form onSubmit={form.onSubmit}>
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
        {problem && <Notice kind="danger">{problem}</Notice>}
        {isChanged && (
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
