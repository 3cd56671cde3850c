import type { Session } from 'node:inspector'

export interface Answer {
  readonly error?: string
  readonly result?: unknown
}

/** A session in its own process answers before `post` returns, on every Node from 20 to 26. */
export function post(session: Session, method: string, parameters: object = {}): Answer {
  let answer: Answer = { error: 'no answer' }
  session.post(method, parameters, (error, result) => {
    answer = error === null ? { result } : { error: error.message }
  })
  return answer
}
