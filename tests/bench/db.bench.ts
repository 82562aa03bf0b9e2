import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import mongoose, { type Model } from 'mongoose';

const INSERTED = 20_000;
const LARGE = 200_000;
const FINDS = 5_000;
/** Until the engine has compiled both sides. */
const WARM_UP = 5_000;
const CHUNK = 5_000;

interface Contact {
  workspaceId: string;
  name: string;
  email: string;
  ownerId: string;
}

const schema = new mongoose.Schema({
  workspaceId: String,
  name: String,
  email: String,
  phone: String,
  jobTitle: String,
  companyId: String,
  ownerId: String,
  status: String,
  leadScore: Number,
  tags: [String],
  city: String,
  lastContactedAt: Date,
  createdAt: Date,
  updatedAt: Date,
  isDeleted: Boolean,
  version: Number,
  notes: String,
});
schema.index({ workspaceId: 1, email: 1 }, { unique: true });
schema.index({ workspaceId: 1, ownerId: 1, status: 1 });
schema.index({ workspaceId: 1, createdAt: -1 });

function aContact(i: number): Record<string, unknown> {
  const at = new Date(1_750_000_000_000 + i * 1000);
  return {
    workspaceId: 'w1',
    name: `Person Number ${i}`,
    email: `person.${i}@example.com`,
    phone: `+1 415 555 ${String(i % 10_000).padStart(4, '0')}`,
    jobTitle: 'Head of Operations',
    companyId: `company-${i % 500}`,
    ownerId: `user-${i % 20}`,
    status: ['new', 'contacted', 'qualified'][i % 3],
    leadScore: i % 100,
    tags: ['imported', `batch-${i % 10}`],
    city: 'Rotterdam',
    lastContactedAt: at,
    createdAt: at,
    updatedAt: at,
    isDeleted: false,
    version: 1,
    notes: 'Met at the fair. Wants a quote for 40 seats, decision in the next quarter.',
  };
}

/** Measures the embedded database through Mongoose, as the application uses it. Milliseconds, and documents a second. */
export async function run(options: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const server = await startEmbeddedMongo({ dataDir });
  try {
    const connection = await mongoose
      .createConnection(server.uri, { autoIndex: false, writeConcern: { w: 'majority', journal: true } })
      .asPromise();
    try {
      const results = await measure(connection.model<Contact>('Contact', schema));
      if (!options.json) console.table(results);
      return results;
    } finally {
      await connection.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(contacts: Model<Contact>): Promise<Record<string, number>> {
  await contacts.createIndexes();
  const documents = Array.from({ length: INSERTED }, (_, i) => aContact(i));
  let startedAt = performance.now();
  await contacts.insertMany(documents);
  const insertManyPerSec = Math.round((INSERTED / (performance.now() - startedAt)) * 1000);

  const ids = (await contacts.find().select({ _id: 1 }).limit(FINDS).lean()).map(({ _id }) => _id);
  for (const id of ids.slice(0, WARM_UP)) await contacts.findById(id).lean();
  startedAt = performance.now();
  for (const id of ids) await contacts.findById(id).lean();
  const findByIdMs = round((performance.now() - startedAt) / ids.length);

  for (let from = INSERTED; from < LARGE; from += CHUNK) {
    await contacts.collection.insertMany(Array.from({ length: CHUNK }, (_, i) => aContact(from + i)));
  }
  const wanted = Array.from({ length: 500 }, (_, i) => `person.${(i * 397) % LARGE}@example.com`);
  startedAt = performance.now();
  for (const email of wanted) await contacts.findOne({ workspaceId: 'w1', email }).lean();
  const indexedFind200kMs = round((performance.now() - startedAt) / wanted.length);
  return { findByIdMs, insertManyPerSec, indexedFind200kMs };
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
