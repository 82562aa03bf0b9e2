import type { CrmCore } from '../../crm-core.ts';
import type { UpdateInputOf } from '../../entity/define-entity.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { undoGroup } from '../../entity/undo.ts';
import { CliantaError, ConflictError, InvalidError } from '../../errors.ts';
import { scopeOfUser } from '../../workspace/scope-of-user.ts';
import { Import, type ImportRecord } from '../import/import.schema.ts';
import { asClianta, openQuestions, requireMayImport } from '../imports.ts';
import { RUN_IMPORT, TAKE_BACK_IMPORT } from './import-jobs.ts';
import { NO_COUNTS } from './import-rows.ts';

/** Records that are named when they were kept. */
const NAMED = 20;

export const IMPORT_STEPS = ['pause', 'resume', 'cancel'] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** Which statuses a step leads from. */
const FROM: Readonly<Record<ImportStep, ReadonlyArray<ImportRecord['status']>>> = {
  pause: ['running'],
  resume: ['paused', 'failed'],
  cancel: ['running', 'paused', 'draft', 'checked'],
};

/** Has its rows brought in by a job. @throws InvalidError when something must be said first; ConflictError when it ran already */
export async function beginImport(crm: CrmCore, scope: Scope, record: ImportRecord): Promise<ImportRecord> {
  if (record.status !== 'draft' && record.status !== 'checked')
    throw new ConflictError(`The import of ${record.name} is ${record.status} already.`);
  requireMayImport(crm, scope, record);
  const questions = openQuestions(crm, record);
  if (questions.length > 0) throw new InvalidError(questions.join(' '));
  return enqueue(crm, scope, record, {
    row: 0,
    counts: NO_COUNTS,
    problems: [],
    checkedRows: null,
    startedAt: crm.now(),
  });
}

export async function steerImport(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  step: ImportStep,
): Promise<ImportRecord> {
  if (!FROM[step].includes(record.status))
    throw new ConflictError(`The import of ${record.name} is ${record.status}: there is nothing to ${step}.`);
  if (step === 'resume') return enqueue(crm, scope, record, { error: null });
  const status = step === 'pause' ? 'paused' : 'cancelled';
  return crm.records(Import).update(asClianta(scope), record.id, {
    status,
    ...(status === 'cancelled' && { finishedAt: crm.now() }),
  });
}

async function enqueue(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
  values: UpdateInputOf<typeof Import>,
): Promise<ImportRecord> {
  const round = (record.round ?? 0) + 1;
  const running = await crm
    .records(Import)
    .update(
      asClianta(scope),
      record.id,
      { ...values, status: 'running', round },
      { version: record.version },
    );
  const { workspaceId } = scope;
  await crm.enqueue(
    RUN_IMPORT,
    { importId: record.id, round },
    { workspaceId, key: `${record.id}.${round}` },
  );
  return running;
}

/** Has everything taken back that it wrote, by a job. @throws ConflictError while it runs, or when that was done */
export async function takeImportBack(
  crm: CrmCore,
  scope: Scope,
  record: ImportRecord,
): Promise<ImportRecord> {
  if (record.status === 'running')
    throw new ConflictError(`The import of ${record.name} still runs. Stop it first.`);
  if (record.takenBack) throw new ConflictError(`The import of ${record.name} was taken back already.`);
  const { counts } = record;
  if (!record.startedAt || !counts || counts.created + counts.updated + counts.made === 0)
    throw new ConflictError(`The import of ${record.name} has written nothing.`);
  const next = await crm.records(Import).update(asClianta(scope), record.id, {
    takenBack: { isDone: false, reverted: 0, kept: [], keptCount: 0 },
    ...(record.status === 'paused' && { status: 'cancelled' as const }),
  });
  const { workspaceId, actor } = scope;
  await crm.enqueue(
    TAKE_BACK_IMPORT,
    { importId: record.id, byId: actor.id },
    { workspaceId, key: record.id },
  );
  return next;
}

/** Reverts what the import wrote and nobody has changed since; run again after a crash it goes on. */
export async function revertImport(
  crm: CrmCore,
  scope: Scope,
  importId: string,
  byId: string,
): Promise<void> {
  const own = systemScope(scope.workspaceId);
  const record = await crm.records(Import).get(own, importId);
  const by = await scopeOfUser(crm, scope.workspaceId, byId, 'job');
  const undo = {
    ...by,
    groupId: `undo.${record.groupId}`,
    ...(scope.operation && { operation: scope.operation }),
  };
  const { reverted, kept } = await undoGroup(crm, undo, record.groupId, crm.now());
  await crm.records(Import).update(own, importId, {
    takenBack: {
      isDone: true,
      reverted: reverted.length,
      keptCount: kept.length,
      kept: kept.slice(0, NAMED).map(({ title, reason }) => ({ title, reason })),
    },
  });
}

/** Why it could not go on, for its owner. */
export async function failImport(
  crm: CrmCore,
  workspaceId: string,
  importId: string,
  error: unknown,
): Promise<void> {
  const message =
    error instanceof CliantaError ? error.message : 'Something went wrong on our side. Try to resume it.';
  await crm.records(Import).update(systemScope(workspaceId), importId, {
    status: 'failed',
    finishedAt: crm.now(),
    error: message.slice(0, 500),
  });
}
