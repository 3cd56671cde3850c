import type { Logger } from '../logger.js'

/** One call of a logger. */
export interface LogLine {
  readonly level: keyof Logger
  readonly message: string
}

/** A logger that keeps what it is told. */
export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[]
  /** The messages, of one level or of all. */
  messages(level?: LogLine['level']): string[]
}

/** Makes a logger for tests. */
export function createRecordingLogger(): RecordingLogger {
  const lines: LogLine[] = []
  const record = (level: LogLine['level']) => (message: string) => void lines.push({ level, message })
  return {
    lines,
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    messages: (level) =>
      lines.filter((line) => level === undefined || line.level === level).map((line) => line.message),
  }
}
