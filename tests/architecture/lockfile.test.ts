import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../support/source-files.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      link: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});

/** Where a package is from that says nothing of it. */
const REGISTRY = 'https://registry.npmjs.org/';

it('every package of the lockfile, of other platforms too, is held to a hash and comes from the registry', () => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const foreign = Object.entries(packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  );
  const loose = foreign.filter(
    ([, { resolved, integrity }]) =>
      !integrity?.startsWith('sha512-') || !(resolved ?? REGISTRY).startsWith(REGISTRY),
  );
  expect(foreign.length).toBeGreaterThan(100);
  expect(loose.map(([path]) => path)).toEqual([]);
});
