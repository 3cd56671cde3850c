// Loaded before the application where there is no container: the same as `samplerOptions: { limitBytes }` in
// its call of plimsoll(). The first caller's options hold for the sampler that the whole process shares.
import { sharedSampler } from '@plimsoll/core'

sharedSampler({ limitBytes: Number(process.env.DEMO_LIMIT_BYTES) })
