/** The same promise. That it failed shows elsewhere too: a caller that does not wait need not catch it. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
