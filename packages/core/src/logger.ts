/** Anything that can log; `console` by default. */
export interface Logger {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Is told of failures inside the suite, which never reach the application. */
export type OnError = (error: unknown) => void
