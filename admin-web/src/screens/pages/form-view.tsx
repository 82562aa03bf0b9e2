import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { type FormJson, pagesOf } from './pages-api.ts';

const SHOWN = 50;
const STATES = { new: 'New', pending: 'To be confirmed', confirmed: 'Confirmed', spam: 'Put aside' } as const;

/** One form: what it asks for, how it gets onto a site, and what came in by it. */
export function FormView({ form }: { form: FormJson }) {
  const { workspace } = useSession();
  const mayChange = useKinds().get('form')?.rights.update ?? false;
  const { data, error, reload } = useResource(
    async (signal) => {
      const api = pagesOf(workspace.id);
      const where = [{ field: 'formId', op: 'eq' as const, value: form.id }];
      const [embed, sent] = await Promise.all([
        api.embed(form.id, signal),
        api.submissions.list({ filter: { where }, sort: '-at', limit: SHOWN, signal }),
      ]);
      return { embed, sent: sent.records };
    },
    [workspace.id, form.id, form.version],
  );
  if (error) return <ProblemState title="The form did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the form" lines={8} />;
  return (
    <article className="one-page" aria-label={form.name}>
      <header className="one-page__head">
        <h2>{form.name}</h2>
      </header>
      <p>
        Asks for{' '}
        {form.fields.map(({ label, required }) => (required ? label : `${label} (optional)`)).join(', ')}.
        {form.doubleOptIn && ' People confirm by e-mail.'}
        {form.isWaitlist && (
          <>
            {' '}
            It leads onto the <Link to="/pages/waitlist">waitlist</Link>.
          </>
        )}
      </p>
      <p className="one-page__address">
        <a href={data.embed.address} target="_blank" rel="noreferrer">
          {data.embed.address}
        </a>
        <CopyButton text={data.embed.address} label="Copy the address" />
      </p>
      <section aria-label="On a site">
        <h3>On a site</h3>
        <div className="one-page__code">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
          <pre tabIndex={0}>{data.embed.code}</pre>
          <CopyButton text={data.embed.code} label="Copy" hasText />
        </div>
        <p>
          In WordPress: <code>{`[clianta_form key="${form.key}"]`}</code>, with{' '}
          <a href="/wordpress/clianta.php" download>
            the helper
          </a>
          .
        </p>
        {form.origins.length === 0 ? (
          <Notice kind="warning">
            No site may embed it yet.
            {mayChange && ` Say “allow https://www.acme.example on ${form.name}” in the chat.`}
          </Notice>
        ) : (
          <p>May be embedded by {form.origins.join(', ')}.</p>
        )}
      </section>
      <section aria-label="Submissions">
        <h3>Submissions</h3>
        {data.sent.length === 0 ? (
          <p>Nobody has filled it in yet.</p>
        ) : (
          <table className="one-page__table">
            <thead>
              <tr>
                <th scope="col">E-mail</th>
                <th scope="col">When</th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody>
              {data.sent.map(({ id, email, at, status, trouble }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={`/records/form-submissions/${id}`}>{email}</Link>
                  </th>
                  <td>{formatInstant(at, workspace.locale, workspace.timeZone)}</td>
                  <td>
                    {STATES[status]}
                    {trouble && <small>{trouble}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </article>
  );
}
