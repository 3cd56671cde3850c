const ORDERS = 20_000

/** What many applications load for each request in front of their handlers. Here it takes about a megabyte. */
export function loadAccount() {
  return { id: 7, orders: Array.from({ length: ORDERS }, (_, id) => ({ id, shipped: id % 2 === 0 })) }
}
