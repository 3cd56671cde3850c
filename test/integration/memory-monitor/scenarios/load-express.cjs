// Run once before: what it loads is transpiled then, and no compiler is on the heap of those that come after.
require('@plimsoll/express')
require('@plimsoll/memory-monitor')
