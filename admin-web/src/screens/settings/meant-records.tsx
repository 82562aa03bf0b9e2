import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useState } from 'react';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { Notice } from '../../ui/states.tsx';
import { FilterBar } from '../records/filter-bar.tsx';

interface Props {
  kind: EntityMetadata;
  where: Condition[];
  /** Of what there would have to be one for each part of an “either … or”. */
  each: string;
  onWhere: (where: Condition[]) => void;
}

/** Which records a rule is for: conditions that all have to hold. */
export function MeantRecords({ kind, where, each, onWhere }: Props) {
  const [isEither, setIsEither] = useState(false);
  return (
    <>
      <FilterBar
        kind={kind}
        query={{
          filter: { where },
          set: ({ filter }) => {
            setIsEither((filter?.anyOf?.length ?? 0) > 0);
            onWhere(filter?.where ?? []);
          },
        }}
      />
      {isEither && (
        <Notice kind="warning">“Either … or” needs {each} for each: that part was left out.</Notice>
      )}
    </>
  );
}
