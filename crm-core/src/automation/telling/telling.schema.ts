import { z } from 'zod';
import { defineEntity } from '../../entity/define-entity.ts';

/** One thing that a person was told of in a notice of many things, so that they hear of it once. */
export const Telling = defineEntity({
  name: 'telling',
  plural: 'tellings',
  domain: 'automation',
  label: { one: 'telling', many: 'tellings' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string().meta({ ref: 'user', onDelete: 'cascade' }),
    /** What: a deal, since when nothing happened with it, and how serious that is. */
    key: z.string().max(200),
    /** The tick that told of it. */
    slot: z.string().max(60),
    at: z.date(),
  }),
  titleOf: ({ key }) => key,
  unique: [['userId', 'key']],
});
