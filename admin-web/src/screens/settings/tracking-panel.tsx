import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useForm, useSubmit } from '../../ui/use-submit.ts';

interface Site {
  id: string;
  origin: string;
}

/** The websites whose visits are counted, and the code for the pages of each. */
export function TrackingPanel() {
  const { workspace, isAdmin } = useSession();
  const sites = recordsOf<Site>(workspace.id, 'tracked-sites');
  const { data, error, reload } = useResource(
    async (signal) => (await sites.list({ sort: 'origin', limit: 50, signal })).records,
    [workspace.id],
  );
  const form = useForm({ origin: '' }, async (values) => {
    await sites.create(values);
    form.setValues({ origin: '' });
    reload();
  });
  return (
    <>
      <Panel
        title="Sites"
        about="Only pages of these sites are counted. Nothing is kept in a visitor’s browser before they agree, and browsers that ask not to be followed never are."
      >
        {error && <ProblemState title="The sites do not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading the sites" lines={2} />}
        {data?.length === 0 && (
          <p>No site yet. {isAdmin ? 'Add the address of yours.' : 'An admin can add one.'}</p>
        )}
        {data?.map((site) => (
          <SiteCode key={site.id} site={site} remove={() => sites.remove(site.id).then(reload)} />
        ))}
        {isAdmin && (
          <form className="settings-part" onSubmit={form.onSubmit}>
            <div className="form-grid">
              <TextField
                label="Address of the site"
                type="url"
                placeholder="https://www.example.com"
                {...form.field('origin')}
              />
            </div>
            {form.problem && <Notice kind="danger">{form.problem}</Notice>}
            <div className="form-actions">
              <Button type="submit" disabled={form.isBusy || !form.values.origin}>
                Add a site
              </Button>
            </div>
          </form>
        )}
      </Panel>
      <Panel title="Who a visitor is">
        <p>
          Nobody, until they agree and follow a link of mail that was sent from here, or confirm a form. Pages
          of your own can hand over such a link’s token with <code>clianta.identify(token)</code>, and forget
          who is there with <code>clianta.reset()</code>. What happens on a page is told by{' '}
          <code>clianta.track('demo_opened')</code>.
        </p>
      </Panel>
    </>
  );
}

function SiteCode({ site, remove }: { site: Site; remove: () => Promise<unknown> }) {
  const { isAdmin } = useSession();
  const { isBusy, error, run } = useSubmit();
  const codeOf = (file: string) =>
    `<script async src="${window.location.origin}/${file}" data-site="${site.id}"></script>`;
  return (
    <section className="settings-part" aria-label={site.origin}>
      <h3>{site.origin}</h3>
      <p>
        Visits, and who made them once they agree. Where your page asks for consent, call{' '}
        <code>clianta.consent(true)</code>; until then visits are only counted.
      </p>
      <Code text={codeOf('track.js')} />
      <p>Or only counts: no cookie, no id, nothing to ask for.</p>
      <Code text={codeOf('s.js')} />
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      {isAdmin && (
        <div className="form-actions">
          <Button kind="quiet" disabled={isBusy} onClick={() => void run(async () => void (await remove()))}>
            Remove the site
          </Button>
        </div>
      )}
    </section>
  );
}

function Code({ text }: { text: string }) {
  return (
    <div className="code-box">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label="Copy code" hasText />
    </div>
  );
}
