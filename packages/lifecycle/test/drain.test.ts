import { madeUpDrain } from './made-up-drain.js'

describe('a shutdown', () => {
  test('serves on, drains, runs the hooks, exits with 0', async () => {
    const { drain, connections, hooks, exits, pass, board, held } = madeUpDrain({ preStopDelayMs: 5000 })
    const ran: string[] = []
    hooks.add((reason) => void ran.push(reason))
    connections.open = true
    const ended = drain.shutdown('SIGTERM')
    expect(drain.state).toMatchObject({ name: 'delaying', reason: 'SIGTERM' })
    expect(connections.calls).toEqual(['announce'])
    expect(board.map(({ slot }) => slot)).toEqual(['drain', 'health'])
    expect(drain.signal.aborted).toBe(false)
    await pass(5000)
    expect(drain.state.name).toBe('draining')
    expect(drain.signal.aborted).toBe(true)
    await pass(1000)
    expect(ran).toEqual([])
    connections.open = false
    await pass(100)
    expect(ran).toEqual(['SIGTERM'])
    expect(await ended).toBe(0)
    expect(exits).toEqual([0])
    expect(drain.state.name).toBe('closed')
    expect(held.process).toBe(0)
  })

  test('leaves no timer behind, and nothing on the board once it is closed', async () => {
    const { drain, clock, board, pass } = madeUpDrain()
    void drain.shutdown('a test')
    await pass(100)
    expect(clock.pending).toBe(0)
    expect(board).toHaveLength(2)
    drain.close()
    expect(board).toEqual([])
  })

  test('a second one joins the first', async () => {
    const { drain, connections, exits, pass } = madeUpDrain()
    const both = Promise.all([drain.shutdown('first'), drain.shutdown('second')])
    await pass(100)
    expect(await both).toEqual([0, 0])
    expect(exits).toEqual([0])
    expect(connections.calls.filter((call) => call === 'drain')).toHaveLength(1)
  })

  test('at the deadline it cuts off what is left, says what, and exits with 1', async () => {
    const { drain, connections, exits, logger, pass } = madeUpDrain()
    connections.open = true
    void drain.shutdown('SIGTERM')
    await pass(9999)
    expect(exits).toEqual([])
    await pass(1)
    expect(exits).toEqual([1])
    expect(drain.state.name).toBe('forced')
    expect(logger.messages('error').join()).toMatch(
      /the time is up, after 10\.0 s: leaving 1 request \(POST \/orders, for 10\.0 s\) behind; exiting with code 1/,
    )
  })

  test('F81: connections that never end leave the hooks a fifth of the time', async () => {
    const { drain, connections, hooks, exits, pass } = madeUpDrain()
    const ran: string[] = []
    hooks.add(() => void ran.push('a'), { timeoutMs: 60_000 })
    connections.open = true
    void drain.shutdown('SIGTERM')
    await pass(7999)
    expect(ran).toEqual([])
    await pass(1)
    expect(ran).toEqual(['a'])
    expect(exits).toEqual([1])
  })

  test('is given up by close(): no exit', async () => {
    const { drain, connections, exits, clock, pass } = madeUpDrain()
    connections.open = true
    void drain.shutdown('SIGTERM')
    drain.close()
    await pass(60_000)
    expect(exits).toEqual([])
    expect(clock.pending).toBe(0)
    expect(drain.state.name).toBe('running')
  })

  test('tells at growing distances what it waits for', async () => {
    const { drain, connections, logger, pass } = madeUpDrain({ drainTimeoutMs: 60_000 })
    connections.open = true
    void drain.shutdown('SIGTERM')
    await pass(50_000)
    const reports = logger.messages('info').filter((line) => line.includes('still waiting for'))
    expect(reports).toHaveLength(4)
    expect(reports[0]).toMatch(/POST \/orders, for 5\.0 s\); what is left in 55\.0 s is cut off/)
  })

  test('says nothing of nothing: after a delay the listener may be all that is left', async () => {
    const { drain, connections, logger, pass } = madeUpDrain({ drainTimeoutMs: 60_000, preStopDelayMs: 5000 })
    connections.open = 'listener'
    void drain.shutdown('SIGTERM')
    await pass(5100)
    connections.open = true
    await pass(100)
    expect(logger.messages('info').filter((line) => line.includes('still waiting'))).toEqual([
      expect.stringMatching(/still waiting for 1 request/),
    ])
  })
})

test('a delay that takes nearly all of the time leaves some for the drain, and costs no idle connection a failure', async () => {
  const { drain, connections, hooks, exits, pass } = madeUpDrain({ preStopDelayMs: 9000 })
  const ran: string[] = []
  hooks.add(() => void ran.push('a'), { timeoutMs: 5000 })
  connections.open = 'idle'
  void drain.shutdown('SIGTERM')
  await pass(9000)
  expect([drain.state.name, connections.calls.includes('cut off')]).toEqual(['draining', false])
  await pass(500)
  expect(ran).toEqual(['a'])
  expect(exits).toEqual([0])
})

describe('F82: what nobody catches while draining', () => {
  test('turns the code to 1 and ends nothing; a loop of it does not flood the log', async () => {
    const { drain, connections, exits, held, logger, pass } = madeUpDrain()
    connections.open = true
    void drain.shutdown('SIGTERM')
    for (let i = 0; i < 100; i += 1) held.uncaught?.(new Error('a mistake'))
    expect(exits).toEqual([])
    connections.open = false
    await pass(100)
    expect(exits).toEqual([1])
    expect(logger.messages('error').filter((line) => line.includes('a mistake'))).toHaveLength(5)
  })
})

test('an exit that throws is told, and nothing else happens', async () => {
  const { drain, errors, exits, pass } = madeUpDrain()
  exits.push = () => {
    throw new Error('no exit')
  }
  await Promise.all([drain.shutdown('a test'), pass(100)])
  expect(errors).toEqual([new Error('no exit')])
})
