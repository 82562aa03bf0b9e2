import { useState } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { type PageChange, type PageJson, pagesOf } from './pages-api.ts';

/** One landing page: how it looks, what is not in order, how it does, and its versions. */
export function PageView({ page, onChanged }: { page: PageJson; onChanged: () => void }) {
  const { workspace } = useSession();
  const mayChange = useKinds().get('landingPage')?.rights.update ?? false;
  const api = pagesOf(workspace.id);
  const [problem, setProblem] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const { data, error, reload } = useResource(
    (signal) => api.facts(page.id, signal),
    [workspace.id, page.id, page.version],
  );
  const become = async (change: PageChange) => {
    setProblem('');
    setIsBusy(true);
    try {
      await api.become(page.id, change);
      onChanged();
      reload();
    } catch (failure) {
      setProblem(asApiError(failure).message);
    }
    setIsBusy(false);
  };
  if (error) return <ProblemState title="The page did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the page" lines={8} />;
  const faults = data.checks.filter(({ fault }) => fault);
  const isLive = page.status === 'published';
  return (
    <article className="one-page" aria-label={page.title}>
      <header className="one-page__head">
        <h2>{page.title}</h2>
        {mayChange && (
          <div className="one-page__actions">
            <Button kind="primary" disabled={isBusy} onClick={() => become({ to: 'published' })}>
              {isLive ? 'Publish the draft' : 'Publish'}
            </Button>
            {isLive && (
              <Button disabled={isBusy} onClick={() => become({ to: 'withdrawn' })}>
                Take off
              </Button>
            )}
          </div>
        )}
      </header>
      {problem && <Notice kind="danger">{problem}</Notice>}
      <p className="one-page__address">
        {isLive ? (
          <a href={data.address} target="_blank" rel="noreferrer">
            {data.address}
          </a>
        ) : (
          <span>{data.address}</span>
        )}
        <CopyButton text={data.address} label="Copy the address" />
      </p>
      {faults.length > 0 && (
        <Notice kind="warning">Before it is published: {faults.map(({ fault }) => fault).join('; ')}.</Notice>
      )}
      <iframe
        key={page.version}
        className="one-page__preview"
        src={data.preview}
        title={`Preview of ${page.title}`}
        sandbox=""
      />
      <table className="one-page__table">
        <caption>How it does</caption>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Visitors</th>
            <th scope="col">Filled in</th>
            <th scope="col">Rate</th>
          </tr>
        </thead>
        <tbody>
          {data.figures.variants.map(({ id, name, visitors, conversions }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{visitors}</td>
              <td>{conversions}</td>
              <td>
                {visitors ? `${((Math.min(conversions, visitors) / visitors) * 100).toFixed(1)}%` : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.figures.verdict.kind === 'early' && (
        <p>It is too early to say which is better: each variant needs 100 visitors.</p>
      )}
      {data.versions.length > 0 && (
        <section aria-label="Versions">
          <h3>Versions</h3>
          <ul className="one-page__versions">
            {data.versions.map(({ number, at }) => (
              <li key={number}>
                <span>
                  {number}, {formatInstant(at, workspace.locale, workspace.timeZone)}
                </span>
                {isLive && number === page.publishedVersion ? (
                  <strong>Visitors see it</strong>
                ) : (
                  mayChange && (
                    <Button kind="quiet" disabled={isBusy} onClick={() => become({ to: 'version', number })}>
                      Put back
                    </Button>
                  )
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
