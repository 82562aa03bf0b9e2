import { useRef } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { ImportView } from './import-view.tsx';
import { type ImportJson, importsOf } from './imports-api.ts';
import './imports.css';

const SHOWN = 20;

/** Tables that become records: one is sent in, looked at, and watched; those before are below. */
export function ImportsScreen() {
  const { id } = useParams();
  return (
    <Page
      isWide
      title="Imports"
      about="Bring people, companies and deals in from a CSV or Excel file. Nothing is written before you say so, and all of it can be taken back."
    >
      {id ? <ImportView key={id} id={id} /> : <Upload />}
      <Earlier />
    </Page>
  );
}

function Upload() {
  const { workspace } = useSession();
  const { kinds } = useMetadata();
  const navigate = useNavigate();
  const imports = importsOf(workspace.id);
  const input = useRef<HTMLInputElement>(null);
  const { isBusy, error, run } = useSubmit();
  const send = (file: File | undefined) =>
    file &&
    run(async () => {
      const plan = await imports.start(file);
      navigate(`/imports/${plan.import.id}`);
    });
  // an import itself is written by the server alone: what counts is what may come of it
  if (kinds && !kinds.spoken.some(({ rights }) => rights.create))
    return (
      <EmptyState title="Not open to you">
        <p>You can look at what was imported. A member, an admin or an owner of the workspace imports.</p>
      </EmptyState>
    );
  const templates = (kinds?.spoken ?? []).filter(({ rights }) => rights.create).slice(0, 3);
  return (
    <Panel title="A new import">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is besides the button, which the keyboard reaches */}
      <div
        className="imports__drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void send(event.dataTransfer.files[0]);
        }}
      >
        <p>Drop a file here, up to 50 MB: CSV in any usual encoding, or Excel (.xlsx).</p>
        <Button kind="primary" disabled={isBusy} onClick={() => input.current?.click()}>
          {isBusy ? 'Reading the file …' : 'Choose a file'}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="File to import"
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={(event) => {
            void send(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <p className="imports__hint">
          Empty tables to fill in:{' '}
          {templates.map(({ name, label }) => (
            <a key={name} href={imports.templateUrl(name)} download>
              {label.many}
            </a>
          ))}
        </p>
      </div>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
    </Panel>
  );
}

const STATES: Record<ImportJson['status'], string> = {
  draft: 'not begun',
  checked: 'not begun',
  running: 'running',
  paused: 'paused',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
};

function Earlier() {
  const { workspace } = useSession();
  const { id } = useParams();
  const { data, error, reload } = useResource(
    async (signal) =>
      (
        await recordsOf<ImportJson>(workspace.id, 'imports').list({
          sort: '-createdAt',
          limit: SHOWN,
          signal,
        })
      ).records,
    [workspace.id, id],
  );
  if (error) return <ProblemState title="The imports did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the imports" lines={3} />;
  const others = data.filter((one) => one.id !== id);
  if (others.length === 0) return null;
  return (
    <Panel title="Earlier imports">
      <ul className="imports__list">
        {others.map((one) => (
          <li key={one.id}>
            <Link to={`/imports/${one.id}`}>{one.name}</Link>
            <span>
              {one.takenBack ? 'taken back' : STATES[one.status]},{' '}
              {one.total.toLocaleString(workspace.locale)} rows,{' '}
              {formatInstant(one.createdAt, workspace.locale, workspace.timeZone)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
