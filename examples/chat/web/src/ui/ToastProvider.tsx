import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { Toast, type ToastContent } from './Toast'

const ToastContext = createContext<(content: ToastContent) => void>(() => undefined)

/** Gives a function that shows a toast. */
export const useToast = () => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(ToastContent & { id: string })[]>([])

  const show = useCallback((content: ToastContent) => {
    setToasts((shown) => [...shown.slice(-3), { ...content, id: `${Date.now()}-${Math.random()}` }])
  }, [])
  const dismiss = useCallback((id: string) => {
    setToasts((shown) => shown.filter((toast) => toast.id !== id))
  }, [])

  return (
    <ToastContext value={show}>
      {children}
      <section aria-label="Toasts" aria-live="polite" className="toasts">
        {toasts.map((toast) => (
          <Toast key={toast.id} {...toast} onDismiss={dismiss} />
        ))}
      </section>
    </ToastContext>
  )
}
