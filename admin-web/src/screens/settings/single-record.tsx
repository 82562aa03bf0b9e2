import { asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { FieldsForm } from './fields-form.tsx';

type Kept = Values & { id: string; version: number };

interface Props {
  /** A kind of which a workspace has one record at most. */
  kind: string;
  /** What holds as long as there is none. */
  defaults?: Values;
}

/** The one record of a kind, made when it is first saved. */
export function SingleRecord({ kind: name, defaults = {} }: Props) {
  const { workspace, isAdmin } = useSession();
  const kind = useKinds().get(name);
  const { data, error, reload, replace } = useResource(
    async (signal) =>
      kind ? (await recordsOf<Kept>(workspace.id, kind.plural).list({ limit: 1, signal })).records : [],
    [workspace.id, kind],
  );
  if (error) return <ProblemState title="The settings did not load" error={error} onRetry={reload} />;
  if (!kind || !data) return <Skeleton label="Loading the settings" />;
  const [kept] = data;
  const records = recordsOf<Kept>(workspace.id, kind.plural);
  return (
    <FieldsForm
      key={kept?.version ?? 0}
      fields={kind.fields}
      record={{ ...defaults, ...kept }}
      isReadOnly={!isAdmin}
      save={async (patch) => {
        try {
          replace([kept ? await records.update(kept.id, patch, kept.version) : await records.create(patch)]);
        } catch (cause) {
          if (asApiError(cause).status === 409) reload();
          throw cause;
        }
      }}
    />
  );
}
