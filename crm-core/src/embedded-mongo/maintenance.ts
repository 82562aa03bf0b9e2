import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { lockDataDir, serverOf } from './data-dir-lock.ts';
import { DATABASE_FILE } from './serve.ts';
import { checkFile } from './storage/check-file.ts';
import { openFile } from './storage/open-file.ts';

export interface Verified {
  collections: number;
  records: number;
  /** What is wrong, one sentence each; empty when nothing is. */
  errors: string[];
}

/**
 * Reads everything in a database file: its pages, every record, and every index against the records.
 *
 * @throws DamagedFileError when not even that can be done, Error when there is no such file
 */
export async function verifyFile(path: string): Promise<Verified> {
  requireFile(path);
  checkFile(path, true);
  const isLocked = existsSync(`${path}-lock`);
  const { store, catalog } = openFile(path, { isReadOnly: true });
  try {
    const found: Verified = { collections: 0, records: 0, errors: [] };
    for (const collection of catalog.list()) {
      const { records, errors } = collection.check();
      found.collections++;
      found.records += records;
      found.errors.push(...errors.map((error) => `${collection.namespace}: ${error}`));
    }
    return found;
  } finally {
    await store.close();
    if (!isLocked) rmSync(`${path}-lock`, { force: true });
  }
}

/** The same for the database of a data directory; of one in use, for a copy of this moment. @throws Error without one */
export async function verifyDatabase(dataDir: string): Promise<Verified> {
  const path = databaseIn(dataDir);
  if (serverOf(dataDir) === undefined) return verifyFile(path);
  const folder = mkdtempSync(join(dataDir, 'verify-'));
  try {
    const copy = join(folder, DATABASE_FILE);
    await copyCommitted(path, copy);
    return await verifyFile(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Copies the database as it is at one moment, also while it is in use.
 *
 * @throws Error when there is something at the target already
 */
export async function backUp(dataDir: string, target: string): Promise<void> {
  const path = databaseIn(dataDir);
  if (existsSync(target)) throw new Error(`${target} is there already. Choose another name for the backup.`);
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  try {
    rmSync(part, { force: true });
    await copyCommitted(path, part);
    chmodSync(part, 0o600);
    checkFile(part, true);
    toDisk(part);
    renameSync(part, target);
    toDisk(dirname(target));
  } finally {
    rmSync(part, { force: true });
  }
}

/**
 * Puts a backup in the place of the database, once all of it has been read. What was there is kept beside it.
 *
 * @returns where the former database is; undefined when there was none
 * @throws Error when the backup has faults, or the database is in use
 */
export async function restore(dataDir: string, source: string): Promise<string | undefined> {
  requireFile(source);
  const unlock = lockDataDir(dataDir);
  const next = join(dataDir, `${DATABASE_FILE}.next`);
  try {
    copyFileSync(source, next);
    chmodSync(next, 0o600);
    const { errors } = await verifyFile(next);
    if (errors.length > 0) throw new Error(`${source} has faults and was not used: ${errors.join('; ')}.`);
    toDisk(next);
    const path = join(dataDir, DATABASE_FILE);
    const former = existsSync(path) ? `${path}.replaced-${stamp()}` : undefined;
    if (former) renameSync(path, former);
    rmSync(`${path}-lock`, { force: true });
    renameSync(next, path);
    toDisk(dataDir);
    return former;
  } finally {
    rmSync(next, { force: true });
    unlock();
  }
}

/** @throws Error in words for what is no file that can be read */
function requireFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`There is no file ${path}.`);
  if (!found.isFile()) throw new Error(`${path} is no file. Name the file of a database or a backup.`);
}

/** @throws Error when the data directory has no database */
function databaseIn(dataDir: string): string {
  const path = join(dataDir, DATABASE_FILE);
  if (!existsSync(path))
    throw new Error(`There is no database in ${dataDir}. Does DATA_DIR name the right folder?`);
  return path;
}

async function copyCommitted(path: string, target: string): Promise<void> {
  const { store } = openFile(path, { isReadOnly: true });
  try {
    await store.copyTo(target);
  } finally {
    await store.close();
  }
}

const stamp = () => new Date().toISOString().replace(/[:.]/g, '-');

function toDisk(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
