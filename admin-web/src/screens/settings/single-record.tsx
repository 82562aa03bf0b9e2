import type { ComponentProps } from 'react';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { FieldsForm } from './fields-form.tsx';
import type { SingleRecordState } from './use-single-record.ts';

interface Props extends Pick<ComponentProps<typeof FieldsForm>, 'hints' | 'preview'> {
  of: SingleRecordState;
  /** What holds as long as there is none. */
  defaults?: Values;
}

/** The fields of the one record of a kind. */
export function SingleRecord({ of, defaults = {}, ...form }: Props) {
  const { kind, kept, isLoaded, error, reload, save } = of;
  const { isAdmin } = useSession();
  if (error) return <ProblemState title="The settings did not load" error={error} onRetry={reload} />;
  if (!kind || !isLoaded) return <Skeleton label="Loading the settings" />;
  return (
    <FieldsForm
      key={kept?.version ?? 0}
      fields={kind.fields}
      record={{ ...defaults, ...kept }}
      isReadOnly={!isAdmin}
      save={save}
      {...form}
    />
  );
}
