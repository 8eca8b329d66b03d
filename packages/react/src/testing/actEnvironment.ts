const scope = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }

let holders = 0
let before: boolean | undefined

/**
 * News of a server come outside of `act`, as in a browser: React renders them by itself, and is told
 * not to warn. Testing Library sets the flag for what it does itself. `again` is for those who had
 * the flag set meanwhile.
 */
export function holdActWarnings(): { again: () => void; release: () => void } {
  if (holders++ === 0) before = scope.IS_REACT_ACT_ENVIRONMENT
  const again = () => {
    scope.IS_REACT_ACT_ENVIRONMENT = false
  }
  again()
  return {
    again,
    release() {
      if (--holders === 0) scope.IS_REACT_ACT_ENVIRONMENT = before
    },
  }
}
