import type { PipelineRecord, Stage } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { Json } from '../../api/records.ts';

export type Pipeline = Json<PipelineRecord>;
export type { Stage };

/** A pipeline as it is being edited. Probability is in percent, as typed. */
export interface DraftStage {
  id: string;
  name: string;
  percent: string;
  kind: Stage['kind'];
  /** What a deal must have to come into it. */
  requiredFields: string[];
  /** After how many days in it a deal stands still, as typed; '' for never. */
  rottingDays: string;
}

export interface Draft {
  name: string;
  stages: DraftStage[];
}

const percentOf = (probability: number) => String(Math.round(probability * 1000) / 10);

export function draftOf(pipeline: Pick<Pipeline, 'name' | 'stages'>): Draft {
  return {
    name: pipeline.name,
    stages: pipeline.stages.map(({ id, name, probability, kind, requiredFields = [], rottingDays }) => ({
      id,
      name,
      percent: percentOf(probability),
      kind,
      requiredFields: [...requiredFields],
      rottingDays: rottingDays === undefined ? '' : String(rottingDays),
    })),
  };
}

/** What PATCH or POST carries. */
export function pipelineOf(draft: Draft): { name: string; stages: Stage[] } {
  return {
    name: draft.name.trim(),
    stages: draft.stages.map(({ id, name, percent, kind, requiredFields, rottingDays }) => ({
      id,
      name: name.trim(),
      probability: Math.round(Number(percent) * 10) / 1000,
      kind,
      ...(requiredFields.length > 0 && { requiredFields }),
      ...(rottingDays.trim() && { rottingDays: Number(rottingDays) }),
    })),
  };
}

export const isSameDraft = (a: Draft, b: Draft): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A new open stage stands before the first closing one, with a chance between its neighbours'. */
export function addStage(draft: Draft, id: string): Draft {
  const closing = draft.stages.findIndex((stage) => stage.kind !== 'open');
  const at = closing === -1 ? draft.stages.length : closing;
  const before = Number(draft.stages[at - 1]?.percent ?? 0) || 0;
  const stage: DraftStage = {
    id,
    name: '',
    percent: String(Math.min(100, Math.round((before + 100) / 2))),
    kind: 'open',
    requiredFields: [],
    rottingDays: '',
  };
  return { ...draft, stages: draft.stages.toSpliced(at, 0, stage) };
}

export function moveStage(draft: Draft, from: number, to: number): Draft {
  const stage = draft.stages[from];
  if (!stage || to < 0 || to >= draft.stages.length) return draft;
  return { ...draft, stages: draft.stages.toSpliced(from, 1).toSpliced(to, 0, stage) };
}

export function changeStage(draft: Draft, id: string, change: Partial<DraftStage>): Draft {
  return {
    ...draft,
    stages: draft.stages.map((stage) => {
      if (stage.id !== id) return stage;
      const next = { ...stage, ...change };
      // a closed stage's chance is not a matter of opinion
      if (change.kind === 'won') next.percent = '100';
      if (change.kind === 'lost') next.percent = '0';
      return next;
    }),
  };
}

export const removeStage = (draft: Draft, id: string): Draft => ({
  ...draft,
  stages: draft.stages.filter((stage) => stage.id !== id),
});

/** What keeps the draft from being saved: by stage id, and `name` and `stages` for the whole. */
export function problemsOf(draft: Draft): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!draft.name.trim()) problems.name = 'A pipeline needs a name.';
  if (draft.stages.length === 0) problems.stages = 'A pipeline needs at least one stage.';
  if (draft.stages.length > 30) problems.stages = 'A pipeline has at most 30 stages.';
  const seen = new Set<string>();
  for (const { id, name, percent, rottingDays } of draft.stages) {
    const key = name.trim().toLowerCase();
    const number = Number(percent);
    if (!key) problems[id] = 'Give this stage a name.';
    else if (seen.has(key)) problems[id] = 'Another stage has this name.';
    else if (percent.trim() === '' || !Number.isFinite(number) || number < 0 || number > 100)
      problems[id] = 'The chance is a number from 0 to 100.';
    else if (rottingDays.trim() && !/^[1-9]\d{0,3}$/.test(rottingDays.trim()))
      problems[id] = 'Days are a whole number from 1.';
    seen.add(key);
  }
  return problems;
}
