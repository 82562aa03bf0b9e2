import type { CampaignOverview } from '@clianta/crm-core/marketing/campaign/campaign-overview.schema';
import { useState } from 'react';
import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';
import { Funnel } from './funnel.tsx';
import './campaign-section.css';

/** How far a campaign got, who is left out and why, and how it reads. */
export function CampaignSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const address = `/api/workspaces/${workspace.id}/campaigns/${encodeURIComponent(record.id)}/overview`;
  const { data, error, reload } = useResource(
    (signal) => request<CampaignOverview>(address, { signal }),
    [address, record.version, news],
  );
  if (error) return <ProblemState title="The campaign did not load" error={error} onRetry={reload} />;
  if (!data) return <Skeleton label="Loading the campaign" lines={6} />;
  return (
    <>
      <Panel title="How it stands">
        <div className="campaign">
          {data.open.map((one) => (
            <p key={one} className="campaign__open">
              {one}
            </p>
          ))}
          <Funnel bars={data.funnel} />
          {data.winner && <p className="record-note">{data.winner}</p>}
          {data.exclusions.length > 0 && (
            <>
              <h3>Left out</h3>
              <dl className="campaign__exclusions">
                {data.exclusions.map(({ reason, count }) => (
                  <div key={reason}>
                    <dt>{reason}</dt>
                    <dd>{count.toLocaleString(workspace.locale)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </div>
      </Panel>
      {data.samples.length > 0 && <MailPreview samples={data.samples} />}
    </>
  );
}

/** The mail as three people get it. Its frame runs nothing. */
function MailPreview({ samples }: Pick<CampaignOverview, 'samples'>) {
  const [chosen, choose] = useState(0);
  const shown = samples[chosen] ?? samples[0];
  if (!shown) return null;
  return (
    <Panel title="How it reads">
      <div className="campaign">
        <fieldset className="campaign__samples" aria-label="For whom">
          {samples.map(({ kind }, at) => (
            <button
              key={kind}
              type="button"
              className="button button--plain"
              aria-pressed={at === chosen}
              onClick={() => choose(at)}
            >
              {kind}
            </button>
          ))}
        </fieldset>
        <p className="record-note">
          To {shown.to}: <strong>{shown.subject}</strong>
        </p>
        <iframe className="campaign__mail" title={`The mail, ${shown.kind}`} sandbox="" srcDoc={shown.html} />
      </div>
    </Panel>
  );
}
