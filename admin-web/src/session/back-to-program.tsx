import { useEffect } from 'react';
import { useParams } from 'react-router';
import { Skeleton } from '../ui/states.tsx';

/** Whoever had to sign in first goes on to the question whether a program may act for them. */
export function BackToProgram() {
  const { uid = '' } = useParams();
  useEffect(() => window.location.replace(`/oauth/consent/${encodeURIComponent(uid)}`), [uid]);
  return <Skeleton label="Going on to the program" lines={3} />;
}
