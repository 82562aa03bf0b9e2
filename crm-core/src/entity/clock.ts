import { z } from 'zod';

/** A time of day, `08:30`. */
export const clock = () =>
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 18:30');
