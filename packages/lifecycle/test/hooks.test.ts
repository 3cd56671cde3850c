import { madeUpDrain } from './made-up-drain.js'

describe('F81: hooks', () => {
  test('a hook that hangs is left behind at its deadline; the next one runs; the code is 1', async () => {
    const { drain, hooks, exits, logger, pass } = madeUpDrain()
    const ran: string[] = []
    hooks.add(() => new Promise(() => {}), { name: 'database' })
    hooks.add(async () => void ran.push('after'))
    void drain.shutdown('SIGTERM')
    await pass(1000)
    expect(ran).toEqual(['after'])
    expect(exits).toEqual([1])
    expect(logger.messages('error').join()).toMatch(/"database" has not ended within 1\.0 s/)
  })

  test('hooks that hang together do not get beyond the deadline of the whole', async () => {
    const { drain, hooks, exits, logger, pass } = madeUpDrain({ drainTimeoutMs: 2500 })
    for (const name of ['a', 'b', 'c', 'd']) hooks.add(() => new Promise(() => {}), { name })
    void drain.shutdown('SIGTERM')
    for (let i = 0; i < 25; i += 1) await pass(100)
    expect(exits).toEqual([1])
    expect(logger.messages('error').at(-1)).toMatch(/leaving shutdown hook "d" behind/)
  })

  test('process.exit in a hook is held until the others have run, and gives the code', async () => {
    const { drain, hooks, exits, intercepted, pass } = madeUpDrain()
    const ran: string[] = []
    hooks.add(() => intercepted.exit?.(7), { name: 'leaves' })
    hooks.add(() => void ran.push('after'))
    void drain.shutdown('SIGTERM')
    await pass(100)
    expect(ran).toEqual(['after'])
    expect(exits).toEqual([7])
    expect(intercepted.exit).toBeUndefined()
  })

  test('throwing, rejecting with nothing, and a hook that another one adds', async () => {
    const { drain, hooks, exits, errors, pass } = madeUpDrain()
    const ran: string[] = []
    hooks.add(() => {
      throw new Error('thrown')
    })
    hooks.add(() => Promise.reject())
    hooks.add(() => void hooks.add(() => void ran.push('added')))
    hooks.add(() => void ran.push('taken back')).close()
    void drain.shutdown('SIGTERM')
    await pass(100)
    expect(ran).toEqual(['added'])
    expect(errors).toEqual([new Error('thrown'), undefined])
    expect(exits).toEqual([0])
  })

  test('one that hangs beside a connection that never ends leaves the others their share', async () => {
    const { drain, connections, hooks, exits, logger, pass } = madeUpDrain()
    const ran: string[] = []
    hooks.add(() => new Promise(() => {}), { name: 'database', timeoutMs: 5000 })
    hooks.add(() => void ran.push('after'), { timeoutMs: 5000 })
    connections.open = true
    void drain.shutdown('SIGTERM')
    await pass(8000)
    await pass(999)
    expect(ran).toEqual([])
    await pass(1)
    expect(ran).toEqual(['after'])
    expect(exits).toEqual([1])
    expect(logger.messages('error').join()).toMatch(/"database" has not ended within 1\.0 s/)
  })

  test('those that never ran are named when the end is forced', async () => {
    const { drain, hooks, logger, pass } = madeUpDrain()
    hooks.add(() => new Promise(() => {}), { name: 'database' })
    hooks.add(() => {}, { name: 'unlock' })
    void drain.shutdown('SIGTERM')
    await pass(100)
    drain.force('SIGTERM came again')
    expect(logger.messages('error').join()).toMatch(
      /leaving shutdown hook "database" and shutdown hook "unlock", which has not run, behind/,
    )
  })

  test('process.exit of somebody else ends no hook, throws at nobody, and gives the code', async () => {
    const { drain, hooks, exits, intercepted, logger, pass } = madeUpDrain()
    const done: string[] = []
    let end = (): void => {}
    hooks.add(
      async () => {
        await new Promise<void>((resolve) => {
          end = resolve
        })
        done.push('flush')
      },
      { name: 'flush' },
    )
    void drain.shutdown('SIGTERM')
    await pass(100)
    expect(() => intercepted.exit?.(4)).not.toThrow()
    await pass(100)
    expect([done, exits]).toEqual([[], []])
    end()
    await pass(0)
    expect([done, exits]).toEqual([['flush'], [4]])
    expect(logger.messages('warn').join()).toMatch(
      /something that is no shutdown hook called process\.exit\(4\)/,
    )
  })

  test('process.exit from a timer of a hook ends that hook, and throws at nobody', async () => {
    const { drain, hooks, exits, intercepted, pass } = madeUpDrain()
    const thrown: unknown[] = []
    const leave = (): void => {
      try {
        intercepted.exit?.(3)
      } catch (error) {
        thrown.push(error)
      }
    }
    hooks.add(() => new Promise(() => void setImmediate(leave)))
    void drain.shutdown('SIGTERM')
    await pass(100)
    expect([exits, thrown]).toEqual([[3], []])
  })

  test('close() while they run: none is begun any more, no exit, and who waits is told', async () => {
    const { drain, hooks, exits, pass } = madeUpDrain()
    const ran: string[] = []
    let end = (): void => {}
    hooks.add(
      () =>
        new Promise<void>((resolve) => {
          end = resolve
        }),
    )
    hooks.add(() => void ran.push('after'))
    const ended = drain.shutdown('SIGTERM')
    await pass(100)
    drain.close()
    end()
    await pass(60_000)
    expect([ran, exits]).toEqual([[], []])
    expect(await ended).toBe(1)
    expect(await drain.shutdown('later')).toBe(1)
  })

  test.each([
    [undefined, {}, /`onShutdown` to be given a function, got undefined/],
    ['database', {}, /`onShutdown` to be given a function, got "database"/],
    [() => {}, 'database', /onShutdown/],
    [() => {}, { timeout: 5 }, /Unknown option `onShutdown.timeout`/],
    [() => {}, { timeoutMs: Number.NaN }, /`onShutdown.timeoutMs` to be a number of milliseconds/],
  ])('%p with %p is refused at once', (hook, options, message) => {
    const { hooks } = madeUpDrain()
    expect(() => hooks.add(hook as never, options as never)).toThrow(message)
  })
})
