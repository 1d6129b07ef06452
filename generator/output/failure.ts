/** Why the file system refused, for a person; `undefined` for an error that is not the file system's. */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return undefined;
  const code = String(error.code);
  return reasons[code] ?? code;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of its path is a file, not a folder",
  EEXIST: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  ELOOP: "its path is a circle of symbolic links",
  ENAMETOOLONG: "a name in its path is too long",
  EMFILE: "too many files are open",
  EBUSY: "it is in use by another program",
};
