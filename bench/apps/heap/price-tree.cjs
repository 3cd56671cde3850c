'use strict'

class PriceNode {
  constructor(key) {
    this.key = key
    this.label = `price ${key.toFixed(6)}`
    this.left = null
    this.right = null
  }
}

/** A binary search tree of random keys. */
module.exports.plantTree = function plantTree(random, size) {
  const root = new PriceNode(random())
  for (let i = 1; i < size; i++) insert(root, new PriceNode(random()))
  return root
}

function insert(root, node) {
  for (let at = root; ; ) {
    const side = node.key < at.key ? 'left' : 'right'
    if (at[side] === null) {
      at[side] = node
      return
    }
    at = at[side]
  }
}
