import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { FieldsForm } from './fields-form.tsx';
import { SingleRecord } from './single-record.tsx';
import { useSingleRecord } from './use-single-record.ts';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

/** As the server has it where nothing is set. */
const LOSSES = {
  lossReasons: ['price', 'competitor', 'features', 'timing', 'budget', 'silence'],
  needsLossReason: true,
};
const OFFERS = { taxName: 'VAT', taxRate: 0, validDays: 30, adminAbove: 0.15, ownerAbove: 0.4 };

export function DealsPage() {
  const proposals = useSingleRecord('proposalSettings');
  return (
    <>
      <Panel
        title="Lost deals"
        about="What deals are lost on: the chat offers these, and reports of won and lost deals count by them."
      >
        <Losses />
      </Panel>
      <Panel title="Proposals" about="What stands on every proposal, and who may give which discount.">
        <SingleRecord of={proposals} defaults={OFFERS} />
      </Panel>
    </>
  );
}

function Losses() {
  const { isAdmin } = useSession();
  const kind = useKinds().get('workspace');
  if (!kind) return <Skeleton label="Loading the settings" />;
  return (
    <WorkspacePart>
      {(saved, save) => (
        <FieldsForm
          key={saved.version}
          fields={kind.fields.filter(({ name }) => name in LOSSES)}
          record={{ ...LOSSES, ...saved }}
          isReadOnly={!isAdmin}
          isStacked
          save={(patch) => save(patch as Partial<WorkspaceSettings>)}
        />
      )}
    </WorkspacePart>
  );
}
