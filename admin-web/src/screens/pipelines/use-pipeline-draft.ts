import { useCallback, useMemo, useState } from 'react';
import { asApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { problemText } from '../../ui/use-submit.ts';
import { type Draft, draftOf, isSameDraft, type Pipeline, pipelineOf, problemsOf } from './pipeline-draft.ts';

export interface Result {
  kind: 'positive' | 'danger' | 'warning';
  text: string;
}

/** Edits a copy of a pipeline and saves it against the version that was read. */
export function usePipelineDraft(
  workspaceId: string,
  saved: Pipeline,
  onSaved: (pipeline: Pipeline) => void,
) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [result, setResult] = useState<Result>();
  const [isBusy, setIsBusy] = useState(false);
  const [wasTried, setWasTried] = useState(false);

  const isChanged = useMemo(() => !isSameDraft(draft, draftOf(saved)), [draft, saved]);
  const problems = useMemo(() => (wasTried ? problemsOf(draft) : {}), [draft, wasTried]);

  const edit = useCallback((change: (draft: Draft) => Draft) => {
    setDraft(change);
    setResult(undefined);
  }, []);

  const discard = useCallback(() => {
    setDraft(draftOf(saved));
    setWasTried(false);
    setResult(undefined);
  }, [saved]);

  const take = (pipeline: Pipeline) => {
    onSaved(pipeline);
    setDraft(draftOf(pipeline));
    setWasTried(false);
  };

  const save = async () => {
    setWasTried(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    const pipelines = recordsOf<Pipeline>(workspaceId, 'pipelines');
    setIsBusy(true);
    try {
      take(await pipelines.update(saved.id, pipelineOf(draft), saved.version));
      setResult({ kind: 'positive', text: 'Saved.' });
    } catch (cause) {
      const error = asApiError(cause);
      if (error.status !== 409) {
        setResult({ kind: 'danger', text: problemText(error) });
        return;
      }
      try {
        take(await pipelines.get(saved.id));
      } finally {
        setResult({
          kind: 'warning',
          text: 'Someone else changed this pipeline, so it was reloaded. Your changes were not saved; make them again.',
        });
      }
    } finally {
      setIsBusy(false);
    }
  };

  return { draft, edit, discard, save, result, setResult, isBusy, isChanged, problems };
}
