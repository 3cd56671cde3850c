import {
  close as closeDescriptor,
  type Dir,
  fstatSync,
  type Mode,
  type OpenMode,
  type PathLike,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { isDirectory, isOpenDirectory } from './open-directory.js'

export type { Dir, FileHandle, Mode, OpenMode, PathLike }

/** Files as a scope opens and closes them. */
export interface Files {
  open(path: PathLike, flags?: OpenMode, mode?: Mode): Promise<FileHandle>
  /** Which file a descriptor stands for, or `undefined` for none: it is not open. */
  identityOf(descriptor: number): string | undefined
  close(descriptor: number): Promise<void>
  isDirectory(value: unknown): value is Dir
  isOpenDirectory(directory: Dir): boolean
}

/** The files of this process. */
export const nodeFiles: Files = {
  open: (path, flags, mode) => open(path, flags, mode),
  identityOf(descriptor) {
    try {
      const { dev, ino } = fstatSync(descriptor, { bigint: true })
      return `${dev}:${ino}`
    } catch {
      return undefined
    }
  },
  close: (descriptor) =>
    new Promise((resolve, reject) => {
      closeDescriptor(descriptor, (error) => (error === null ? resolve() : reject(error)))
    }),
  isDirectory,
  isOpenDirectory,
}
