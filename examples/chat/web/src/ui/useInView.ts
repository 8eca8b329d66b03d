import { useCallback, useState } from 'react'

/** Whether the element that is given the ref can be seen; `undefined` until the browser has said. */
export function useInView() {
  const [isInView, setIsInView] = useState<boolean>()

  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver((entries) => {
      setIsInView(entries.at(-1)?.isIntersecting)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return [ref, isInView] as const
}
