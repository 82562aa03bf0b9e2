/** How long a recording is, by its container; undefined where that does not say. @param path - of the file on this machine */
export async function soundSeconds(path: string): Promise<number | undefined> {
  // reads many containers, and is wanted only for sound
  const { parseFile } = await import('music-metadata');
  const { format } = await parseFile(path, { duration: true, skipCovers: true }).catch(() => ({
    format: { duration: undefined },
  }));
  return format.duration && Number.isFinite(format.duration) ? format.duration : undefined;
}
