import type { ErasureRecord } from './erasure/erasure.schema.ts';

/** What says that a person was erased, for whoever asks: counts by place, and nothing of the person. */
export interface Certificate {
  erasure: string;
  keysHash: string;
  askedAt: Date;
  finishedAt: Date | undefined;
  places: Array<{ place: string; found: number; erased: number; kept: number; why?: string }>;
  proof: { at: Date; documents: number; files: number; queued: number; left: number } | undefined;
}

type Told = Pick<ErasureRecord, 'id' | 'keysHash' | 'createdAt' | 'steps'> &
  Partial<Pick<ErasureRecord, 'finishedAt' | 'proof'>>;

export function certificateOf({ id, keysHash, createdAt, finishedAt, steps, proof }: Told): Certificate {
  return {
    erasure: id,
    keysHash,
    askedAt: createdAt,
    finishedAt,
    places: steps.map(({ target, found, erased, kept, why }) => ({
      place: target,
      found,
      erased,
      kept,
      ...(why && { why }),
    })),
    proof: proof && {
      at: proof.at,
      documents: proof.documents,
      files: proof.files,
      queued: proof.queued,
      left: proof.left,
    },
  };
}
