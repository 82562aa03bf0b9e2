/** What decides how a failed start is explained. */
type Setting = 'PORT' | 'HOST' | 'DATA_DIR' | 'MONGODB_URI';

const FILE_TROUBLE: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  ENOSPC: 'the disk is full',
};

/** Why a start failed, with the variable to look at: a sentence for the person who started it, never a stack. */
export function startProblem(error: unknown, env: Partial<Record<Setting, string>>): string {
  if (!(error instanceof Error)) return String(error);
  const { PORT = '3000', HOST = '127.0.0.1', DATA_DIR = '.data' } = env;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use. Stop what uses it, or choose another: PORT=3001 npm start`;
  if (syscall === 'listen' && code === 'EACCES')
    return `Port ${PORT} is for the administrator of this machine only. Choose another: PORT=3000 npm start`;
  if (
    code === 'EADDRNOTAVAIL' ||
    (syscall === 'getaddrinfo' && 'hostname' in error && error.hostname === HOST)
  )
    return `HOST is ${HOST}, which is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all interfaces.`;
  const trouble = path !== undefined && FILE_TROUBLE[code ?? ''];
  if (trouble)
    return `DATA_DIR is ${DATA_DIR}, but ${path} cannot be written: ${trouble}. Choose another folder, or change its owner.`;
  if (env.MONGODB_URI && /^Mongo/.test(error.name))
    return `The database that MONGODB_URI names cannot be used: ${error.message}`;
  return error.message;
}
