import { z } from 'zod';

/** By which a page is found again, whatever it is called by then. */
export const ID_PROPERTY = 'Clianta id';

export const dataSourceSchema = z.object({
  id: z.string(),
  title: z.array(z.object({ plain_text: z.string() })).default([]),
  properties: z.record(z.string(), z.object({ type: z.string() })),
});

/** A table's columns, by their names. */
export type Columns = z.output<typeof dataSourceSchema>['properties'];

export const pageSchema = z.object({
  id: z.string(),
  url: z.string(),
  in_trash: z.boolean().default(false),
  last_edited_time: z.coerce.date().optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
export type PageThere = z.output<typeof pageSchema>;
