import { useState } from 'react';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { QrCode } from './qr-code.tsx';
import { ShownOnce } from './shown-once.tsx';

const PATH = '/api/auth/second-factor';

interface Factor {
  isOn: boolean;
  codesLeft?: number;
}

interface Setup {
  secret: string;
  uri: string;
}

interface Recovery {
  recoveryCodes: string[];
}

/** A code of an authenticator app beside the password. */
export function SecondFactorPanel() {
  const { data, error, reload } = useResource((signal) => request<Factor>(PATH, { signal }), []);
  const [codes, setCodes] = useState<string[]>();
  const onCodes = (fresh: string[] | undefined) => {
    setCodes(fresh);
    reload();
  };
  return (
    <Panel
      title="Second factor"
      about="Whoever has your password still needs a code from the authenticator app on your phone."
    >
      {error && <ProblemState title="It is not known whether it is on" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the second factor" lines={2} />}
      {codes && (
        <ShownOnce title="Recovery codes" text={codes.join('\n')} onClose={() => setCodes(undefined)}>
          Each lets you in once when the app is lost. Keep them where you keep passwords.
        </ShownOnce>
      )}
      {data &&
        (data.isOn ? <On codesLeft={data.codesLeft ?? 0} onCodes={onCodes} /> : <Off onCodes={onCodes} />)}
    </Panel>
  );
}

interface Props {
  /** The recovery codes there are now; undefined for none to show. */
  onCodes: (codes: string[] | undefined) => void;
}

function Off({ onCodes }: Props) {
  const [setup, setSetup] = useState<Setup>();
  const form = useForm({ password: '' }, async (body) =>
    setSetup(await request<Setup>(`${PATH}/begin`, { method: 'POST', body })),
  );
  if (setup) return <Confirm setup={setup} onCodes={onCodes} />;
  return (
    <form onSubmit={form.onSubmit}>
      <div className="form-grid">
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          required
          {...form.field('password')}
        />
      </div>
      {form.problem && <Notice kind="danger">{form.problem}</Notice>}
      <div className="form-actions">
        <Button type="submit" disabled={form.isBusy || !form.values.password}>
          Set it up
        </Button>
      </div>
    </form>
  );
}

function Confirm({ setup: { secret, uri }, onCodes }: Props & { setup: Setup }) {
  const form = useForm({ code: '' }, async (body) => {
    const { recoveryCodes } = await request<Recovery>(`${PATH}/confirm`, { method: 'POST', body });
    onCodes(recoveryCodes);
  });
  return (
    <form className="settings-part" onSubmit={form.onSubmit}>
      <p>Scan this with an authenticator app, then enter the code that it shows.</p>
      <QrCode text={uri} label="QR code for the authenticator app" />
      <p>
        Or type this into the app: <code className="secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <CodeField {...form.field('code')} />
      {form.problem && <Notice kind="danger">{form.problem}</Notice>}
      <div className="form-actions">
        <Button type="submit" kind="primary" disabled={form.isBusy || form.values.code.length < 6}>
          Turn it on
        </Button>
      </div>
    </form>
  );
}

function On({ codesLeft, onCodes }: Props & { codesLeft: number }) {
  const form = useForm({ code: '' }, async () => {});
  const renewal = useForm({ code: '' }, async (body) => {
    const { recoveryCodes } = await request<Recovery>(`${PATH}/recovery`, { method: 'POST', body });
    onCodes(recoveryCodes);
  });
  const turningOff = useForm({ code: '' }, async (body) => {
    await request(`${PATH}/turn-off`, { method: 'POST', body });
    onCodes(undefined);
  });
  const { code } = form.values;
  const setCode = (next: string) => {
    for (const one of [form, renewal, turningOff]) one.setValues({ code: next });
  };
  const problem = renewal.problem ?? turningOff.problem;
  return (
    <form className="settings-part" onSubmit={turningOff.onSubmit}>
      <Notice kind={codesLeft > 2 ? 'positive' : 'warning'}>
        It is on. {codesLeft === 1 ? 'One recovery code is' : `${codesLeft} recovery codes are`} left.
      </Notice>
      <CodeField
        value={code}
        error={renewal.field('code').error ?? turningOff.field('code').error}
        onValue={setCode}
      />
      {problem && <Notice kind="danger">{problem}</Notice>}
      <div className="form-actions">
        <Button
          disabled={renewal.isBusy || code.length < 6}
          onClick={(event) => void renewal.onSubmit(event)}
        >
          New recovery codes
        </Button>
        <Button type="submit" kind="danger" disabled={turningOff.isBusy || code.length < 6}>
          Turn it off
        </Button>
      </div>
    </form>
  );
}

interface CodeFieldProps {
  value: string;
  error: string | undefined;
  onValue: (value: string) => void;
}

const CodeField = (props: CodeFieldProps) => (
  <div className="form-grid">
    <TextField
      label="Code of the app"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={40}
      required
      {...props}
    />
  </div>
);
