import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { MemoryGroup } from './memory-group.js'

/** A process inside a real memory cgroup that does what it is asked to. */
export interface ContainedProcess {
  ask<T = unknown>(command: string, argument?: unknown): Promise<T>
  /** Rejects when the process is gone, and says by which signal or code. */
  readonly ended: Promise<never>
  moveTo(group: MemoryGroup): void
  stop(): Promise<void>
}

const running: ContainedProcess[] = []

/** Starts the scenario in the group, so that V8 sees the container's limit from its first moment. */
export async function startContained(
  group: MemoryGroup,
  nodeFlags: readonly string[] = [],
  program = process.execPath,
): Promise<ContainedProcess> {
  const hook = path.join(__dirname, 'typescript-sources.cjs')
  const scenario = path.join(__dirname, '..', 'integration', 'scenarios', 'container.cjs')
  const node = [program, ...nodeFlags, '--conditions=plimsoll-source', '--require', hook, scenario]
  const child = spawn('/bin/sh', ['-c', 'echo $$ > "$0" && exec "$@"', group.procs, ...node], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Error(`The process in the container ended with ${signal ?? code}`))
    })
  })
  ended.catch(() => {})
  const answer = <T>(): Promise<T> => {
    const answered = new Promise<T>((resolve) => {
      child.once('message', (message) => resolve((message as { answer: T }).answer))
    })
    return Promise.race([answered, ended])
  }
  const contained: ContainedProcess = {
    ended,
    ask<T>(command: string, argument?: unknown) {
      child.send({ command, argument })
      return answer<T>()
    },
    moveTo: (target) => writeFileSync(target.procs, String(child.pid)),
    async stop() {
      child.kill('SIGKILL')
      await ended.catch(() => {})
    },
  }
  running.push(contained)
  await answer()
  return contained
}

export async function stopContained(): Promise<void> {
  await Promise.all(running.splice(0).map((contained) => contained.stop()))
}
