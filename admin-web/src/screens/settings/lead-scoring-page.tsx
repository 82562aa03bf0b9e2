import type { LeadScoring, ScoringPreview } from '@clianta/bot/api/lead-scoring.schema';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import './booking-page.css';
import { FieldsForm } from './fields-form.tsx';
import { GradeMoves } from './grade-moves.tsx';
import { RoutingRulesPanel } from './routing-rules-panel.tsx';
import { SingleRecord } from './single-record.tsx';
import { useSingleRecord } from './use-single-record.ts';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

const HINTS = {
  disposableMail: 'Less than 0: taken away.',
  fadesDaily: 'Points of interest that are taken away at each midnight.',
  leastIntent: 'What is left after a midnight and is less counts for nothing.',
  fitShare: 'In percent; the rest of the score is interest.',
};
const LISTED = 'Several with commas between.';
const PROFILE_HINTS = { industries: LISTED, countries: LISTED, titles: LISTED };

/** What leads are scored by, whom the workspace sells to, and who gets what nobody looks after. */
export function LeadScoringPage() {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/lead-scoring`;
  const { data, error, reload } = useResource((signal) => request<LeadScoring>(base, { signal }), [base]);
  const rules = useSingleRecord('leadRules');
  const profile = useSingleRecord('idealCustomer');
  const preview = (part: 'rules' | 'profile') => async (patch: Values) => (
    <GradeMoves
      {...(await request<ScoringPreview>(`${base}/preview`, { method: 'POST', body: { [part]: patch } }))}
    />
  );
  return (
    <>
      <Panel
        title="Points"
        about="Points of fit come to 100, points of interest fade; a score is both, weighed together. All scores are counted anew when they change."
      >
        {error && <ProblemState title="The rules did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading the rules" lines={6} />}
        {data && (
          <SingleRecord of={rules} defaults={{ ...data.rules }} hints={HINTS} preview={preview('rules')} />
        )}
      </Panel>
      <Panel
        title="Ideal customer"
        about="Whom you sell to: fit is measured by it. Say “set the ideal customer from our won companies” in the chat to have it read from them."
      >
        <SingleRecord of={profile} hints={PROFILE_HINTS} preview={preview('profile')} />
      </Panel>
      <RoutingRulesPanel />
      <Panel
        title="When no rule fits"
        about="Who gets contacts that nobody looks after and that no rule gives to anybody. Empty: they wait until somebody takes them."
      >
        <DefaultOwner />
      </Panel>
    </>
  );
}

function DefaultOwner() {
  const { isAdmin } = useSession();
  const kind = useKinds().get('workspace');
  if (!kind) return <Skeleton label="Loading the settings" />;
  return (
    <WorkspacePart>
      {(saved, save) => (
        <FieldsForm
          key={saved.version}
          fields={kind.fields.filter(({ name }) => name === 'defaultOwnerId')}
          record={saved}
          isReadOnly={!isAdmin}
          isStacked
          save={(patch) => save(patch as Partial<WorkspaceSettings>)}
        />
      )}
    </WorkspacePart>
  );
}
