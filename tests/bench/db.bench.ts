import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import mongoose, { type Model, type Types } from 'mongoose';

const INSERTED = 20_000;
/** Measured in turn, Mongoose and the driver beneath it; the median counts. */
const ROUNDS = 3;
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

/** Documents that no call has handed out before. */
function aSupply() {
  let given = 0;
  return (count: number) => {
    const documents = Array.from({ length: count }, (_, i) => aContact(given + i));
    given += count;
    return documents;
  };
}

type Figures = {
  findByIdMs: number;
  insertManyPerSec: number;
  indexedFind200kMs: number;
};

/**
 * Measures the embedded database through Mongoose, as the application uses it. Milliseconds, and documents a second.
 * The table names the driver's own figures beside them: what is between the two is Mongoose.
 */
export async function run(options: { json: boolean }): Promise<Figures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const server = await startEmbeddedMongo({ dataDir });
  try {
    const connection = await mongoose
      .createConnection(server.uri, { autoIndex: false, writeConcern: { w: 'majority', journal: true } })
      .asPromise();
    try {
      const { mongoose: figures, driver } = await measure(connection.model<Contact>('Contact', schema));
      if (!options.json) {
        const share = (of: number, by: number) => `${Math.round((of / by) * 100)} %`;
        console.table({
          findByIdMs: {
            mongoose: figures.findByIdMs,
            driver: driver.findByIdMs,
            'share of driver and server': share(driver.findByIdMs, figures.findByIdMs),
          },
          insertManyPerSec: {
            mongoose: figures.insertManyPerSec,
            driver: driver.insertManyPerSec,
            'share of driver and server': share(figures.insertManyPerSec, driver.insertManyPerSec),
          },
          indexedFind200kMs: { mongoose: figures.indexedFind200kMs },
        });
      }
      return figures;
    } finally {
      await connection.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(
  contacts: Model<Contact>,
): Promise<{ mongoose: Figures; driver: Omit<Figures, 'indexedFind200kMs'> }> {
  await contacts.createIndexes();
  const raw = contacts.collection;
  const take = aSupply();
  await contacts.insertMany(take(WARM_UP));
  await raw.insertMany(take(WARM_UP));
  const perSec: { mongoose: number[]; driver: number[] } = { mongoose: [], driver: [] };
  for (let round = 0; round < ROUNDS; round++) {
    perSec.mongoose.push(await rateOf((documents) => contacts.insertMany(documents), take(INSERTED)));
    perSec.driver.push(await rateOf((documents) => raw.insertMany(documents), take(INSERTED)));
  }

  const ids = (await contacts.find().select({ _id: 1 }).limit(FINDS).lean()).map(({ _id }) => _id);
  const byId: Record<'mongoose' | 'driver', (id: Types.ObjectId) => Promise<unknown>> = {
    mongoose: (id) => contacts.findById(id).lean(),
    driver: (id) => raw.findOne({ _id: id }),
  };
  for (const id of ids) await byId.mongoose(id);
  const findByIdMs = {
    mongoose: await timeEach(ids, byId.mongoose),
    driver: await timeEach(ids, byId.driver),
  };

  for (let left = LARGE - (await contacts.estimatedDocumentCount()); left > 0; left -= CHUNK) {
    await raw.insertMany(take(Math.min(CHUNK, left)));
  }
  const emails = Array.from({ length: 500 }, (_, i) => `person.${(i * 397) % LARGE}@example.com`);
  const indexedFind200kMs = await timeEach(emails, (email) =>
    contacts.findOne({ workspaceId: 'w1', email }).lean(),
  );
  return {
    mongoose: {
      findByIdMs: findByIdMs.mongoose,
      insertManyPerSec: median(perSec.mongoose),
      indexedFind200kMs,
    },
    driver: { findByIdMs: findByIdMs.driver, insertManyPerSec: median(perSec.driver) },
  };
}

async function rateOf<T>(insert: (documents: T[]) => Promise<unknown>, documents: T[]): Promise<number> {
  const startedAt = performance.now();
  await insert(documents);
  return Math.round((documents.length / (performance.now() - startedAt)) * 1000);
}

/** Milliseconds that one takes, one after the other. */
async function timeEach<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (const item of items) await act(item);
  return Math.round(((performance.now() - startedAt) / items.length) * 1000) / 1000;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
