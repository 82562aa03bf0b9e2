import type { CrmCore } from '../../crm-core.ts';
import type { Entity } from '../../entity/define-entity.ts';
import { idFrom } from '../../entity/ids.ts';
import { isPerson } from '../../entity/personal.ts';
import { operation, type Scope } from '../../entity/scope.ts';
import { ERASED_REASON, erasedAmong } from '../../erasure/erased-keys.ts';
import { CliantaError } from '../../errors.ts';
import type { ImportCounts, ImportRecord } from '../import/import.schema.ts';
import type { CellContext } from '../mapping/read-cell.ts';
import { type ReadRow, readRow } from '../mapping/read-row.ts';
import { type Target, titleFieldOf } from '../mapping/targets.ts';
import type { TableRow } from '../reading/read-table.ts';
import { comparable, findBy, isComparable } from './find-records.ts';
import { resolveReferences } from './references.ts';
import { RowLinks } from './row-links.ts';

const PARALLEL = 16;

type Values = Record<string, unknown>;

/** A row that was not taken. */
export interface RowProblem {
  row: number;
  /** What it is about, as far as it says. */
  title: string;
  cells: readonly string[];
  reason: string;
}

export interface RowsResult {
  counts: ImportCounts;
  problems: RowProblem[];
}

export const NO_COUNTS: ImportCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  made: 0,
};

/** Brings rows of a table into records; the dry run is the same without the writing. */
export class RowImporter {
  readonly #crm: CrmCore;
  readonly #scope: Scope;
  readonly #import: ImportRecord;
  readonly #entity: Entity;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #context: CellContext;
  readonly #isDryRun: boolean;
  readonly #links: RowLinks;
  /** What finds the records of the rows before, and in which row it stood. */
  readonly #seen = new Map<string, number>();
  readonly #passed = new Set<string>();
  readonly #made = new Map<string, string>();

  constructor(
    crm: CrmCore,
    scope: Scope,
    record: ImportRecord,
    options: { targets: readonly Target[]; context: CellContext; isDryRun: boolean },
  ) {
    this.#crm = crm;
    this.#import = record;
    this.#scope = {
      ...scope,
      groupId: record.groupId,
      isBulk: true,
      ...(record.source && { outside: record.source }),
    };
    this.#entity = crm.store.entity(record.kind);
    this.#targets = new Map(options.targets.map((target) => [target.key, target]));
    this.#context = options.context;
    this.#isDryRun = options.isDryRun;
    this.#links = new RowLinks(crm, record);
  }

  /** A row that was done before: only what it is found by is kept in mind. */
  skip(row: TableRow): void {
    const read = this.#read(row);
    if (read.problems.length === 0) this.#isRepeated(read);
  }

  /** Whom or what a row is about, with what it is found by; undefined for one that cannot be taken. */
  subjectOf(row: TableRow): { title: string; detail?: string } | undefined {
    const read = this.#read(row);
    if (read.problems.length > 0) return undefined;
    const title = this.#titleOf(read);
    const detail = this.#keyOf(read);
    const isMore = detail !== undefined && this.#import.matchBy !== titleFieldOf(this.#entity);
    return { title, ...(isMore && { detail }) };
  }

  /** @param isRepeated - a process may have done them already and ended before it could say so */
  async take(rows: readonly TableRow[], isRepeated: boolean): Promise<RowsResult> {
    const counts = { ...NO_COUNTS };
    const all = rows.map((row) => this.#read(row));
    const wanted = all.filter((row) => this.#isWanted(row));
    counts.skipped += all.length - wanted.length;
    await this.#leaveOutErased(wanted);
    const sound = wanted.filter(({ problems }) => problems.length === 0);
    for (const row of sound) {
      const earlier = this.#isRepeated(row);
      if (earlier) row.problems.push(`It is the same ${this.#entity.label.one} as row ${earlier}.`);
    }
    counts.made += await resolveReferences(
      {
        crm: this.#crm,
        scope: this.#scope,
        importId: this.#import.id,
        isDryRun: this.#isDryRun,
        made: this.#made,
      },
      this.#entity,
      sound.filter(({ problems }) => problems.length === 0),
    );
    const clear = sound.filter(({ problems }) => problems.length === 0);
    const { fresh, known } = await this.#matched(clear, counts);
    await this.#create(fresh, counts);
    await this.#update(known, counts, isRepeated);
    const problems = wanted.flatMap((row) =>
      row.problems.length === 0
        ? []
        : [{ row: row.row, title: this.#titleOf(row), cells: row.cells, reason: row.problems.join(' ') }],
    );
    counts.failed += problems.length;
    return { counts, problems };
  }

  /** Whoever had themselves erased is not brought back by a table. */
  async #leaveOutErased(rows: readonly ReadRow[]): Promise<void> {
    const { workspaceId } = this.#scope;
    const valuesOf = ({ values }: ReadRow, format: 'email' | 'phone') =>
      this.#entity.fields
        .filter((field) => field.format === format)
        .flatMap(({ name }) => [values[name]].flat())
        .filter((value): value is string => typeof value === 'string');
    const erased = await erasedAmong(this.#crm, workspaceId, {
      emails: rows.flatMap((row) => valuesOf(row, 'email')),
      phones: isPerson(this.#entity) ? rows.flatMap((row) => valuesOf(row, 'phone')) : [],
    });
    if (erased.size === 0) return;
    for (const row of rows)
      if ([...valuesOf(row, 'email'), ...valuesOf(row, 'phone')].some((value) => erased.has(value)))
        row.problems.push(ERASED_REASON);
  }

  #read(row: TableRow): ReadRow {
    return readRow(row, this.#import.columns, this.#targets, this.#context);
  }

  #titleOf({ values, cells }: ReadRow): string {
    return String(values[titleFieldOf(this.#entity)] ?? cells.find((cell) => cell.trim() !== '') ?? '').slice(
      0,
      120,
    );
  }

  /** Rows that lack what was asked for are left out. */
  #isWanted(row: ReadRow): boolean {
    return this.#import.required.every((key) => {
      const [name = '', part] = key.split('.');
      if (name === 'custom') return row.custom[part ?? ''] !== undefined;
      return row.values[name] !== undefined || row.named[name] !== undefined;
    });
  }

  #keyOf(row: ReadRow): string | undefined {
    const { matchBy } = this.#import;
    const value = matchBy === 'id' ? row.id : row.values[matchBy];
    return value !== undefined && isComparable(this.#entity, matchBy, value)
      ? comparable(this.#entity, matchBy, value)
      : undefined;
  }

  /** In which row before the same record stood. */
  #isRepeated(row: ReadRow): number | undefined {
    const key = this.#keyOf(row);
    if (key === undefined) return undefined;
    const earlier = this.#seen.get(key);
    if (earlier === undefined) this.#seen.set(key, row.row);
    return earlier === row.row ? undefined : earlier;
  }

  /** Which rows are new records, and which are ones that are there. */
  async #matched(rows: readonly ReadRow[], counts: ImportCounts) {
    const { matchBy, mode } = this.#import;
    const keys = rows.flatMap((row) => this.#keyOf(row) ?? []);
    const found = await findBy(
      this.#crm.store,
      this.#scope,
      this.#entity,
      matchBy,
      this.#rawKeys(rows, keys),
    );
    const fresh: ReadRow[] = [];
    const known: Array<{ row: ReadRow; id: string; version: number }> = [];
    const linked = await this.#links.known(rows);
    const records = await this.#crm.records(this.#entity).getMany(this.#scope, linked.values());
    for (const row of rows) {
      const before = records.get(linked.get(row.row) ?? '');
      if (before && !before.isDeleted) {
        if (mode === 'create') counts.unchanged++;
        else known.push({ row, id: before.id, version: before.version });
        continue;
      }
      const key = this.#keyOf(row);
      // what an earlier try of the same row has made is no record that was there
      const own = this.#idOf(row);
      const others = (key === undefined ? [] : (found.get(key) ?? [])).filter(({ _id }) => _id !== own);
      const [one] = others;
      if (others.length > 1)
        row.problems.push(
          `${others.length} ${this.#entity.label.many} are called “${this.#titleOf(row)}”: match by something else.`,
        );
      else if (one && mode === 'create') counts.unchanged++;
      else if (one) known.push({ row, id: one._id, version: one.version });
      else if (matchBy === 'id' && row.id)
        row.problems.push(`There is no ${this.#entity.label.one} with the id ${row.id}.`);
      else if (mode === 'update')
        row.problems.push(`There is no such ${this.#entity.label.one}, and only known ones are changed.`);
      else fresh.push(row);
    }
    return { fresh, known };
  }

  /** Values as they were written: `findBy` compares them itself. */
  #rawKeys(rows: readonly ReadRow[], keys: readonly string[]): unknown[] {
    const { matchBy } = this.#import;
    return matchBy === 'id' ? [...keys] : rows.flatMap(({ values }) => values[matchBy] ?? []);
  }

  #idOf({ row }: ReadRow): string {
    return idFrom(`import:${this.#import.id}:${row}`);
  }

  async #create(rows: readonly ReadRow[], counts: ImportCounts): Promise<void> {
    const inputs = rows.map((row) => ({ id: this.#idOf(row), input: valuesOf(row) as never }));
    const made = await this.#crm.records(this.#entity).createMany(this.#scope, inputs, {
      isDryRun: this.#isDryRun,
      ...(this.#isDryRun && { passed: this.#passed }),
    });
    for (const [at, outcome] of made.entries())
      if (outcome.kind === 'refused') rows[at]?.problems.push(outcome.error.message);
      else counts.created++;
    if (!this.#isDryRun)
      await this.#links.keep(
        rows
          .filter(({ problems }) => problems.length === 0)
          .map((row) => ({ row, recordId: this.#idOf(row) })),
      );
  }

  async #update(
    rows: ReadonlyArray<{ row: ReadRow; id: string; version: number }>,
    counts: ImportCounts,
    isRepeated: boolean,
  ): Promise<void> {
    const records = this.#crm.records(this.#entity);
    const one = async ({ row, id, version }: (typeof rows)[number]) => {
      const prefix = `import.${this.#import.id}.${row.row}`;
      const scope: Scope = { ...this.#scope, operation: operation(prefix) };
      try {
        const isDone = isRepeated && (await records.writtenBy(scope, `${prefix}.`)).size > 0;
        const isChanged = this.#isDryRun
          ? (await records.changes(scope, id, valuesOf(row) as never)).length > 0
          : isDone || (await records.update(scope, id, valuesOf(row) as never)).version !== version;
        counts[isChanged ? 'updated' : 'unchanged']++;
      } catch (error) {
        if (!(error instanceof CliantaError)) throw error;
        row.problems.push(error.message);
      }
    };
    for (let at = 0; at < rows.length; at += PARALLEL)
      await Promise.all(rows.slice(at, at + PARALLEL).map(one));
    if (!this.#isDryRun)
      await this.#links.keep(
        rows.filter(({ row }) => row.problems.length === 0).map(({ row, id }) => ({ row, recordId: id })),
      );
  }
}

const valuesOf = ({ values, custom }: ReadRow): Values => ({
  ...values,
  ...(Object.keys(custom).length > 0 && { customFields: custom }),
});
