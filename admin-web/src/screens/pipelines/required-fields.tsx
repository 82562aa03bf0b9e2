import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { DraftStage } from './pipeline-draft.ts';

interface Props {
  stages: readonly DraftStage[];
  onChange: (id: string, requiredFields: string[]) => void;
}

/** What a deal must have before it comes into a stage. */
export function RequiredFields({ stages, onChange }: Props) {
  const { all } = useKinds();
  // whatever moves through the stages of pipelines
  const kind = all.find(({ fields }) => fields.some(({ part }) => part?.list === 'stages'));
  const fields = (kind?.fields ?? []).filter(
    ({ name, part, isReadOnly, isRequired }) => !part && !isReadOnly && !isRequired && !GIVEN.has(name),
  );
  if (fields.length === 0) return null;
  return (
    <details className="required">
      <summary>What stages ask for</summary>
      <p className="required__about">
        A {kind?.label.one} that lacks it does not come into the stage, whoever moves it; they are told what
        is missing.
      </p>
      {stages.map(({ id, name, requiredFields }) => (
        <fieldset key={id} className="required__stage">
          <legend>{name || 'This stage'}</legend>
          {fields.map((field) => (
            <label key={field.name} className="check">
              <input
                type="checkbox"
                checked={requiredFields.includes(field.name)}
                onChange={(event) =>
                  onChange(
                    id,
                    event.currentTarget.checked
                      ? [...requiredFields, field.name]
                      : requiredFields.filter((one) => one !== field.name),
                  )
                }
              />
              {field.label}
            </label>
          ))}
        </fieldset>
      ))}
    </details>
  );
}

/** What follows from the stage, or from what happens. */
const GIVEN = new Set(['pipelineId', 'status', 'probability', 'lastActivityAt']);
