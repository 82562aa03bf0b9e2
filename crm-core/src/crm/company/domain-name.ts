import { z } from 'zod';

/** A domain such as `example.com`; of an address its host. */
export const domainName = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .transform((text) =>
      text
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/\/.*$/, ''),
    )
    .pipe(z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, 'is not a domain such as example.com'));
