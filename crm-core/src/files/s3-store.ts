import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { newId } from '../entity/ids.ts';
import { CliantaError } from '../errors.ts';
import {
  type ByteRange,
  type FileStore,
  FileStoreError,
  MissingContentError,
  requireFolder,
  requireKey,
  type StoredContent,
} from './file-store.ts';
import { Measured } from './measured.ts';

/** How much of a content is in memory at once: parts of the least size that S3 takes. */
const PART_BYTES = 5 * 2 ** 20;
const PARTS_AT_ONCE = 2;
const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;

export interface S3Options {
  bucket: string;
  /** Of a service that speaks as S3 does; default: Amazon's. */
  endpoint?: string | undefined;
  region?: string | undefined;
  /** Default: those of the machine, as the AWS SDK finds them. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
}

/** Contents as objects of a bucket of S3, or of a service that speaks as it does. */
export class S3Store implements FileStore {
  readonly description: string;
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ bucket, endpoint, region, credentials }: S3Options) {
    this.#bucket = bucket;
    this.description = `the bucket ${bucket}`;
    this.#client = new S3Client({
      region: region ?? 'us-east-1',
      // other services have no host name for each bucket, and not all know the newer checksums
      ...(endpoint && { endpoint, forcePathStyle: true }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(credentials && { credentials }),
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
    });
  }

  async put(folder: string, content: AsyncIterable<Uint8Array>, mostBytes: number): Promise<StoredContent> {
    requireFolder(folder);
    const key = `${folder}/${newId()}`;
    const measured = new Measured(content, mostBytes);
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: Readable.from(measured, { objectMode: false }) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
      // the parts of one that was broken off go with it
      leavePartsOnError: false,
    });
    try {
      await upload.done();
    } catch (error) {
      throw asStoreError(error, 'kept');
    }
    return { key, bytes: measured.bytes, sha256: measured.sha256() };
  }

  async open(key: string, range?: ByteRange): Promise<Readable> {
    requireKey(key);
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({
          ...this.#place(key),
          ...(range && { Range: `bytes=${range.start}-${range.end}` }),
        }),
      );
      if (!(Body instanceof Readable)) throw new MissingContentError();
      return Body;
    } catch (error) {
      if (isMissing(error)) throw new MissingContentError();
      throw asStoreError(error, 'read');
    }
  }

  async exists(key: string): Promise<boolean> {
    requireKey(key);
    try {
      await this.#client.send(new HeadObjectCommand(this.#place(key)));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw asStoreError(error, 'read');
    }
  }

  async remove(key: string): Promise<void> {
    requireKey(key);
    try {
      await this.#client.send(new DeleteObjectCommand(this.#place(key)));
    } catch (error) {
      if (!isMissing(error)) throw asStoreError(error, 'removed');
    }
  }

  #place(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: key };
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  error.$metadata.httpStatusCode === 404 &&
  error.name !== 'NoSuchBucket';

/** What the service says is for the log: it names buckets and hosts. */
function asStoreError(error: unknown, what: 'kept' | 'read' | 'removed'): unknown {
  if (error instanceof CliantaError) return error;
  const isService = error instanceof S3ServiceException || (error instanceof Error && '$metadata' in error);
  const isNetwork = error instanceof Error && 'code' in error;
  if (!isService && !isNetwork) return error;
  return new FileStoreError(
    `The file could not be ${what}: the store of files does not answer as it should.`,
    {
      cause: error,
    },
  );
}
