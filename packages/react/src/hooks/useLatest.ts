import { useInsertionEffect, useRef, type RefObject } from 'react'

/** The value of the latest render, for callbacks that outlive it. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value)
  useInsertionEffect(() => {
    ref.current = value
  })
  return ref
}
