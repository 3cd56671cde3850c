/**
 * What each folder below `express` and `koa` is about: what visitors ask for, whether they leave before the answer
 * is complete, and which figure grows in the wrong version.
 */
export const cases = [
  {
    name: 'interval',
    title: 'An interval that nobody clears when the reader of a live page leaves',
    frameworks: ['express', 'koa'],
    path: '/memory',
    leaves: true,
    grows: 'timers',
  },
  {
    name: 'listener',
    title: 'A listener that every request adds to an emitter which all share',
    frameworks: ['express'],
    path: '/stock/lamp',
    leaves: false,
    grows: 'listeners',
  },
  {
    name: 'download',
    title: 'A file that stays open when a download is broken off',
    frameworks: ['express', 'koa'],
    path: '/film',
    leaves: true,
    grows: 'descriptors',
  },
  {
    name: 'file-handle',
    title: 'A file that stays open because something throws before it is closed',
    frameworks: ['express'],
    path: '/orders/4712',
    leaves: false,
    grows: 'descriptors',
  },
  {
    name: 'field',
    title: 'A request that somebody keeps, and with it all that was loaded for it',
    frameworks: ['express', 'koa'],
    path: '/orders/4711',
    leaves: false,
    grows: 'heapBytes',
  },
]
