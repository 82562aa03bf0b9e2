import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
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

/** The chat on pages of one's own: which, the code for each, and how they say who is signed in. */
export function WidgetPanel() {
  const { workspace, isAdmin } = useSession();
  const sites = recordsOf<Site>(workspace.id, 'widget-sites');
  const { data, error, reload } = useResource(
    async (signal) => (isAdmin ? (await sites.list({ sort: 'origin', limit: 50, signal })).records : []),
    [workspace.id, isAdmin],
  );
  const form = useForm({ origin: '' }, async (values) => {
    await sites.create(values);
    form.setValues({ origin: '' });
    reload();
  });
  return (
    <Panel
      title="Chat widget"
      about="Puts this chat on a page of your own, such as an intranet. It answers members of the team."
    >
      {error && <ProblemState title="The sites do not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the sites" lines={2} />}
      {data?.map((site) => (
        <SiteRow key={site.id} site={site} remove={() => sites.remove(site.id).then(reload)} />
      ))}
      {isAdmin && (
        <form className="settings-part" onSubmit={form.onSubmit}>
          <div className="form-grid">
            <TextField
              label="Address of the page"
              type="url"
              placeholder="https://intranet.example.com"
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
  );
}

function SiteRow({ site, remove }: { site: Site; remove: () => Promise<unknown> }) {
  const { workspace } = useSession();
  const [secret, setSecret] = useState<string>();
  const { isBusy, error, run } = useSubmit();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/widget-sites/${encodeURIComponent(site.id)}`;
  const makeSecret = () =>
    run(async () =>
      setSecret((await request<{ secret: string }>(`${base}/secret`, { method: 'POST', body: {} })).secret),
    );
  const code = `<script src="${window.location.origin}/widget.js" data-site="${site.id}"
  data-identity="TOKEN" async></script>`;
  return (
    <section className="settings-part" aria-label={site.origin}>
      <h3>{site.origin}</h3>
      <Code text={code} />
      <p>
        TOKEN is a JWT that the page’s server makes for who is signed in there: signed with HS256 and the
        site’s secret, with their <code>email</code>, <code>aud</code> “{site.id}”, <code>iat</code>, and{' '}
        <code>exp</code> at most 15 minutes later. A page that stays open for long offers{' '}
        <code>window.cliantaIdentity</code>, a function that fetches a new one.
      </p>
      {secret && (
        <>
          <Notice>This is shown once. The secret before it works on until the next is made.</Notice>
          <Code text={secret} />
        </>
      )}
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      <div className="form-actions">
        <Button disabled={isBusy} onClick={() => void makeSecret()}>
          New secret
        </Button>
        <Button kind="quiet" disabled={isBusy} onClick={() => void run(async () => void (await remove()))}>
          Remove the site
        </Button>
      </div>
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
