import { Session } from 'node:inspector'
import { allocationSampling } from '../src/platform/allocation-sampling.js'
import { post } from '../src/platform/inspector-post.js'
import { SimulatedApp, started } from './support/simulated-app.js'

const INTERVAL_BYTES = 65_536

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

describe('beside somebody else’s profiler', () => {
  const other = new Session()
  beforeEach(() => other.connect())
  afterEach(() => other.disconnect())

  test('F60: a sampling that runs already is left alone and goes on', () => {
    post(other, 'HeapProfiler.startSampling', { samplingInterval: INTERVAL_BYTES })
    const ours = allocationSampling()
    expect(ours.start(INTERVAL_BYTES)).toBe('somebody else is sampling allocations in this process')
    expect(ours.profile()).toBeUndefined()
    ours.stop()
    ours.close()
    expect(post(other, 'HeapProfiler.stopSampling').error).toBeUndefined()
  })

  test('F61: what was begun is ended by stop(), so that the next profiler finds none', () => {
    const ours = allocationSampling()
    expect(ours.start(INTERVAL_BYTES)).toBeUndefined()
    expect(ours.profile()).toBeDefined()
    ours.stop()
    expect(post(other, 'HeapProfiler.getSamplingProfile').error).toContain('not started')
    ours.close()
  })
})

describe('an investigation', () => {
  const warmUp = { functionName: 'compile', bytesPerRequest: 40_000, keeps: { first: 400 } } as const

  test('F61: that finds nothing stops sampling by itself, at its deadline', () => {
    const app = new SimulatedApp({ sites: [warmUp] }).run(10)
    expect(app.sampling).toBe(true)
    // Four observations, and the rest to the next look.
    while (app.sampling && app.second < 100) app.run(1)
    expect(app.sampling).toBe(false)
    expect(app.told.leak).toEqual([])
  })

  test('F61: that is cut off by stop() leaves no sampling behind', () => {
    const app = new SimulatedApp({ sites: [warmUp] }).run(10)
    expect(app.sampling).toBe(true)
    app.monitor.stop()
    expect(app.sampling).toBe(false)
  })
})

describe('F62: without an inspector', () => {
  test.each([
    ['Node was built without it', new Error('Inspector is not available')],
    [
      'the permission model denies it',
      Object.assign(new Error('Access denied'), { code: 'ERR_ACCESS_DENIED' }),
    ],
  ])('%s: nothing is thrown, and why is said', (_, error) => {
    const builtin = jest.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
      throw error
    })
    try {
      const sampling = allocationSampling()
      expect(sampling.start(INTERVAL_BYTES)).toBe(`allocations cannot be sampled: ${error.message}`)
      expect(sampling.profile()).toBeUndefined()
      sampling.stop()
      sampling.close()
    } finally {
      builtin.mockRestore()
    }
  })
})
