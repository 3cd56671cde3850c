/**
 * What is known of the objects of each epoch, in bytes and in sampled objects: how many there were at the first
 * profile after they were allocated (born), at the second (settled), and at the last (live). One of these for
 * the whole heap and one for each site, always with the same epochs.
 */
export class EpochTallies {
  readonly bornBytes: Float64Array
  readonly settledBytes: Float64Array
  readonly settledSamples: Float64Array
  readonly liveBytes: Float64Array
  readonly liveSamples: Float64Array

  constructor(capacity: number) {
    this.bornBytes = new Float64Array(capacity)
    this.settledBytes = new Float64Array(capacity)
    this.settledSamples = new Float64Array(capacity)
    this.liveBytes = new Float64Array(capacity)
    this.liveSamples = new Float64Array(capacity)
  }

  /** Forgets what is live, before another profile is counted. */
  clearLive(): void {
    this.liveBytes.fill(0)
    this.liveSamples.fill(0)
  }

  count(epoch: number, bytes: number): void {
    this.liveBytes[epoch] = (this.liveBytes[epoch] as number) + bytes
    this.liveSamples[epoch] = (this.liveSamples[epoch] as number) + 1
  }

  /**
   * Takes the count that has just been made for the birth of the newest epoch, and for the settling of the one
   * before it. What lived later lived then: it is added where a site was not followed at the time.
   */
  close(newest: number): void {
    for (let epoch = 0; epoch <= newest; epoch += 1) {
      const bytes = this.liveBytes[epoch] as number
      this.bornBytes[epoch] = Math.max(this.bornBytes[epoch] as number, bytes)
      if (epoch === newest) continue
      this.settledBytes[epoch] = Math.max(this.settledBytes[epoch] as number, bytes)
      const samples = this.liveSamples[epoch] as number
      this.settledSamples[epoch] = Math.max(this.settledSamples[epoch] as number, samples)
    }
  }

  /** Makes one epoch of this and the next; those after it move up. */
  merge(epoch: number): void {
    for (const column of this.#columns()) {
      column[epoch] = (column[epoch] as number) + (column[epoch + 1] as number)
      column.copyWithin(epoch + 1, epoch + 2)
      column[column.length - 1] = 0
    }
  }

  sumOfLive(): number {
    return this.liveBytes.reduce((sum, bytes) => sum + bytes, 0)
  }

  #columns(): readonly Float64Array[] {
    return [this.bornBytes, this.settledBytes, this.settledSamples, this.liveBytes, this.liveSamples]
  }
}
