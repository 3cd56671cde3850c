/** Works through `items` in their order, at most `width` at once. */
export async function runInParallel(items, width, work) {
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      await work(items[index], index)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
}
