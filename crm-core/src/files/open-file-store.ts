import { join } from 'node:path';
import { z } from 'zod';
import type { FileStore } from './file-store.ts';
import { FolderStore } from './folder-store.ts';

/** The environment of the file store. */
export const fileEnv = z.object({
  S3_BUCKET: z
    .string()
    .optional()
    .describe(
      'Keeps files in a bucket of S3, or of a service that speaks as it does. Unset: in the folder `files` of DATA_DIR, which all processes then share.',
    ),
  S3_ENDPOINT: z
    .url()
    .optional()
    .describe('The address of another service than Amazon’s, such as https://minio.example.com.'),
  S3_REGION: z.string().optional().describe('The region of the bucket. Unset: us-east-1.'),
  S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe(
      'With S3_SECRET_ACCESS_KEY, who the bucket knows us as. Unset: as the AWS SDK finds it on the machine.',
    ),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('The secret that belongs to S3_ACCESS_KEY_ID.'),
});

/** Where files are kept, as the environment says. */
export async function openFileStore(env: z.output<typeof fileEnv>, dataDir: string): Promise<FileStore> {
  if (!env.S3_BUCKET) return new FolderStore(join(dataDir, 'files'));
  // loaded only where it is used
  const { S3Store } = await import('./s3-store.ts');
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return new S3Store({
    bucket: env.S3_BUCKET,
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  });
}
