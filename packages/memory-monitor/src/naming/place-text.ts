/** A function, and where it begins. */
export interface CodePlace {
  readonly functionName?: string | undefined
  readonly file?: string | undefined
  /** From 1; absent or 0 when it is not known. */
  readonly line?: number | undefined
}

/** `function (file:line)`, wherever a person reads of a place in the code. */
export function placeText({ functionName, file, line }: CodePlace): string {
  const name = nameOf(functionName)
  if (file === undefined || file === '') return name
  return `${name} (${file}${line === undefined || line === 0 ? '' : `:${line}`})`
}

/** What a function without a name is called. */
export function nameOf(functionName: string | undefined): string {
  return functionName === undefined || functionName === '' ? '(anonymous)' : functionName
}
