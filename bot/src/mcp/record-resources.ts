import { buffer } from 'node:stream/consumers';
import type { Catalogue } from '@clianta/agents/catalogue';
import { readingContext } from '@clianta/agents/tools/reading-context';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import { metadataOf } from '@clianta/crm-core/entity/metadata';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { ForbiddenError, InvalidError, NotFoundError } from '@clianta/crm-core/errors';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import {
  type ReadResourceResult,
  type Resource,
  ResourceNotFoundError,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server';
import { foundRecords } from '../search/found-records.ts';
import { mayRead } from './offered-tools.ts';

const SCHEME = 'clianta://';
const JSON_TYPE = 'application/json';
/** Records that the resource of a kind names, and that complete what is typed. */
const NEWEST = 20;
/** Of a file: it goes into one answer, a third longer as text. */
const MOST_FILE_BYTES = 5 * 1024 * 1024;
const FILES = 'files';

export interface ResourceReader {
  crm: CrmCore;
  catalogue: Catalogue;
  scope: Scope;
}

const RECORD_TEMPLATE = `${SCHEME}{kind}/{id}`;

const TEMPLATES: ResourceTemplateType[] = [
  {
    uriTemplate: RECORD_TEMPLATE,
    name: 'record',
    title: 'A record',
    description: 'One record with its fields, such as a contact, a company or a deal',
    mimeType: JSON_TYPE,
  },
  {
    uriTemplate: `${SCHEME}${FILES}/{id}`,
    name: 'file',
    title: 'A file',
    description: 'What a file holds, up to 5 MB',
  },
];

export const recordTemplates = ({ scope }: ResourceReader): ResourceTemplateType[] =>
  mayRead(Attachment, scope) ? TEMPLATES : TEMPLATES.slice(0, 1);

const kindsOf = ({ catalogue, scope }: ResourceReader): SpokenEntity[] =>
  catalogue.spoken.filter((entity) => mayRead(entity, scope));

/** Of each kind of records what its fields are: without it nobody can tell what to look for. */
export const recordResources = (reader: ResourceReader): Resource[] =>
  kindsOf(reader).map(({ plural, label }) => ({
    uri: `${SCHEME}${plural}`,
    name: plural,
    title: label.many,
    description: `What ${label.many} are made of, and those that were changed last`,
    mimeType: JSON_TYPE,
  }));

/** @throws ResourceNotFoundError also for what the caller may not see */
export async function readResource(reader: ResourceReader, uri: string): Promise<ReadResourceResult> {
  const [, plural = '', id] = /^clianta:\/\/([\w-]{1,60})(?:\/([\w-]{1,64}))?$/.exec(uri) ?? [];
  try {
    if (plural === FILES && id) return { contents: [{ uri, ...(await fileContents(reader, id)) }] };
    const kind = kindsOf(reader).find((entity) => entity.plural === plural);
    if (!kind) throw new ResourceNotFoundError(uri);
    const values = id
      ? await reader.crm.records(kind).get(reader.scope, id)
      : await describeKind(reader, kind);
    return { contents: [{ uri, mimeType: JSON_TYPE, text: JSON.stringify(values, null, 1) }] };
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof ForbiddenError)
      throw new ResourceNotFoundError(uri);
    throw error;
  }
}

async function describeKind({ crm, catalogue, scope }: ResourceReader, kind: SpokenEntity): Promise<object> {
  const { entities } = await metadataOf(crm, scope);
  const { records } = await crm.records(kind).find(scope, { sort: '-updatedAt', limit: NEWEST });
  const context = await readingContext(crm, catalogue, scope);
  const found = await foundRecords(context, kind, records);
  return {
    kind: kind.label.one,
    fields: entities.find(({ name }) => name === kind.name)?.fields ?? [],
    changedLast: found.map(({ id, title, subtitle }) => ({
      uri: `${SCHEME}${kind.plural}/${id}`,
      title,
      ...(subtitle && { subtitle }),
    })),
  };
}

/** @throws InvalidError for a file that is too large for one answer */
async function fileContents({ crm, scope }: ResourceReader, id: string) {
  const { name, mime, bytes } = await crm.records(Attachment).get(scope, id);
  if (bytes > MOST_FILE_BYTES)
    throw new InvalidError(`“${name}” is larger than 5 MB. Open it in Clianta, or ask for what it says.`);
  const { stream } = await crm.files.open(scope, id);
  return { mimeType: mime, blob: (await buffer(stream)).toString('base64') };
}

/** What a part of an address may be, by how it begins: kinds of records, and ids of records that are called so. */
export async function completeAddress(
  reader: ResourceReader,
  part: string,
  typed: string,
  plural?: string,
): Promise<string[]> {
  if (part === 'kind')
    return kindsOf(reader)
      .map((kind) => kind.plural)
      .filter((one) => one.startsWith(typed.toLowerCase()));
  const kind = kindsOf(reader).find((entity) => entity.plural === plural);
  if (part !== 'id' || !kind) return [];
  return idsCalled(reader, kind, typed);
}

/** Addresses of records of all kinds that are called so. */
export async function addressesCalled(reader: ResourceReader, typed: string): Promise<string[]> {
  const named = kindsOf(reader).filter(({ talk }) => talk.isNamed !== false);
  const found = await Promise.all(
    named.map(async (kind) =>
      (await idsCalled(reader, kind, typed)).map((id) => `${SCHEME}${kind.plural}/${id}`),
    ),
  );
  return found.flat();
}

async function idsCalled(
  { crm, scope }: ResourceReader,
  kind: SpokenEntity,
  typed: string,
): Promise<string[]> {
  if (typed.trim() === '') return [];
  const { records } = await crm.records(kind).find(scope, { search: typed, limit: NEWEST });
  return records.map(({ id }) => id);
}
