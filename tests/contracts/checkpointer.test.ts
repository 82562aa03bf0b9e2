import { DeferredSaver } from '@clianta/agents/deferred-saver';
import { MongoDBSaver } from '@langchain/langgraph-checkpoint-mongodb';
import { validate } from '@langchain/langgraph-checkpoint-validation';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ownUri } from '../support/own-database.ts';

// the suite takes its test functions from the global scope
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

let client: MongoClient;

/** LangGraph's own conformance suite, on the saver as the product runs it: over the database, with the deferring in front. */
validate({
  // the name by which the suite knows what LangGraph's own saver for MongoDB leaves out: channel deltas, old sends
  checkpointerName: '@langchain/langgraph-checkpoint-mongodb',
  async beforeAll() {
    client = await new MongoClient(inject('mongoUri')).connect();
  },
  afterAll: () => client.close(),
  createCheckpointer() {
    const dbName = new URL(ownUri()).pathname.slice(1);
    return new DeferredSaver(new MongoDBSaver({ client: client as never, dbName }));
  },
});
