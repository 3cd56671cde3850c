const FIRST_THAT_REMEMBERS = 13

/**
 * Whether V8 forgets which hidden class an object gets when a field is added behind `Object.setPrototypeOf`, so that
 * each such object has a class of its own: Node 20 and 22 do, Node 24 does not.
 */
export const forgetsTransitions = Number.parseInt(process.versions.v8 ?? '', 10) < FIRST_THAT_REMEMBERS
