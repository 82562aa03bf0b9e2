import { z } from 'zod';

/** An address whose host is written out: no text of a record can send a request elsewhere. */
export const outsideUrl = z
  .url({ protocol: /^https$/, error: 'is not an address such as https://erp.example/hook' })
  .max(2_000)
  .refine((url) => !/[{}]/.test(url), 'has a place to be filled in; its address must be written out')
  .refine((url) => {
    const { username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
    return username === '' && password === '';
  }, 'has a password in it');
