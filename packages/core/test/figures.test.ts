import { bytesText, percentText } from '../src/figures.js'

describe('figures for people', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [512, '512 bytes'],
    [1024, '1 KiB'],
    [1_000_000, '977 KiB'],
    [2 ** 20, '1.0 MiB'],
    [5_500_000, '5.2 MiB'],
    [100 * 2 ** 20, '100 MiB'],
    [3 * 2 ** 30, '3072 MiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })

  test.each([
    [0, '0 %'],
    [0.946, '95 %'],
    [2.5, '250 %'],
    [84_176_896, 'more than 1000 %'],
  ])('a ratio of %d is %s', (ratio, text) => {
    expect(percentText(ratio)).toBe(text)
  })
})
