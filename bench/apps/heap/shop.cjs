'use strict'
// A shop that keeps everything in memory, so that its heap holds what real heaps hold: maps, strings, closures,
// timers, listeners, weak maps, a random graph, trees, buffers, class instances. The same every time.
const { EventEmitter } = require('node:events')
const { plantTree } = require('./price-tree.cjs')

const CUSTOMERS_PER_UNIT = 100
const PRODUCTS = 3000
const CURRENCY = { code: 'EUR', digits: 2 }

class Address {
  constructor(n) {
    this.street = `street ${n}`
    this.number = n % 300
    this.zip = String(10_000 + (n % 89_999))
  }
}

class Product {
  constructor(n) {
    this.title = `product ${n}`
    this.stock = new Map([[`shelf ${n % 90}`, n % 17]])
  }
}

class LineItem {
  constructor(n, product) {
    this.sku = `sku-${n % 5000}-${n}`
    this.product = product
    this.amount = 1 + (n % 7)
    this.price = 0.5 + n / 3
    this.currency = CURRENCY
  }
}

class Order {
  constructor(customer, n, items) {
    this.id = n
    this.customer = customer
    this.items = items
    this.sharedWith = []
    this.placedAt = new Date(1.7e12 + n * 1000)
    this.remark = remark(n)
    this.attributes = new Map([
      ['channel', n % 2 ? 'web' : 'phone'],
      [`coupon ${n}`, n % 50],
    ])
  }
}

class Customer {
  constructor(n) {
    this.id = n
    this.name = `customer ${n}`
    this.address = new Address(n)
    this.orders = []
    this.friends = []
    this.tags = new Set([`segment ${n % 40}`, `region ${n % 12}`])
    this.describe = () => `${this.name}, ${this.address.street}, ${n}`
  }
}

class Session extends EventEmitter {
  constructor(customer, n) {
    super()
    this.token = `token-${n.toString(36)}-${customer.id}`
    this.customer = customer
    this.on('touch', () => this.renew(n))
    this.timer = setTimeout(() => this.emit('expired', n), 2 ** 30)
    this.timer.unref()
  }

  renew(n) {
    this.timer.refresh()
    return n
  }
}

class Shop {
  customers = new Map()
  products = Array.from({ length: PRODUCTS }, (_, n) => new Product(n))
  sessions = []
  audits = new WeakMap()
  thumbnails = []
  prices = []
  /** What is forgotten here is the leak that the pair of snapshots holds. */
  forgotten = []
  #random = randomNumbers(4711)
  #serial = 0

  /** Adds about one megabyte of snapshot per unit. */
  grow(units) {
    for (let unit = 0; unit < units; unit++) this.#growByOne()
  }

  /** Sessions come and go: as many new ones as old ones are dropped. */
  turnOver(count) {
    for (const { timer } of this.sessions.splice(0, count)) clearTimeout(timer)
    const customers = [...this.customers.values()]
    for (let i = 0; i < count; i++) this.#openSession(customers[(7919 * i) % customers.length])
  }

  #growByOne() {
    const news = Array.from({ length: CUSTOMERS_PER_UNIT }, () => this.#addCustomer())
    const pick = (list) => list[Math.floor(this.#random() * list.length)]
    for (const customer of news) {
      for (let i = 0; i < 8; i++) customer.friends.push(pick(news))
      for (let i = 0; i < 3; i++) customer.orders.push(this.#order(customer, news, pick))
      this.audits.set(customer, { seenBy: `auditor ${customer.id}`, at: customer.id })
      if (customer.id % 4 === 0) this.#openSession(customer)
      if (customer.id % 10 === 0) this.thumbnails.push(Buffer.alloc(300, customer.id % 251))
    }
    this.prices.push(plantTree(this.#random, 250))
  }

  #order(customer, everybody, pick) {
    const n = this.#serial++
    const items = Array.from({ length: 2 + (n % 3) }, (_, i) => new LineItem(7 * n + i, pick(this.products)))
    const order = new Order(customer, n, items)
    for (let i = 0; i < 8; i++) order.sharedWith.push(pick(everybody))
    return order
  }

  #addCustomer() {
    const customer = new Customer(this.customers.size)
    // A network over the whole heap, not only among neighbours.
    for (let i = 0; i < 3 && customer.id > 0; i++) {
      customer.friends.push(this.customers.get(`key ${Math.floor(this.#random() * customer.id)}`))
    }
    this.customers.set(`key ${customer.id}`, customer)
    return customer
  }

  #openSession(customer) {
    this.sessions.push(new Session(customer, this.#serial++))
  }
}

/** Prose with quotes, line ends and letters that a snapshot has to escape. */
const remark = (n) =>
  [
    `Order ${n}: "leave it with the neighbour", said the customer.\nThe bell does not work: call ${n % 9973}.`,
    n % 5 ? '' : 'Grüße aus Köln – très fragile.',
    'Thank you. '.repeat(n % 20),
  ].join(' ')

/** Random numbers with a seed, 0 to 1: every run builds the same heap. */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

module.exports = { Shop }
