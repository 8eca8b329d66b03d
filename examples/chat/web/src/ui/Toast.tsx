import { useEffect, useState } from 'react'
import { Icon } from './Icon'

const SHOWN_MS = 7000

export interface ToastContent {
  title: string
  text?: string
  kind?: 'info' | 'problem'
}

interface ToastProps extends ToastContent {
  id: string
  onDismiss: (id: string) => void
}

/** Leaves by itself, but not while it is pointed at or focused. */
export function Toast({ id, title, text, kind = 'info', onDismiss }: ToastProps) {
  const [isHeld, setIsHeld] = useState(false)

  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(onDismiss, SHOWN_MS, id)
    return () => clearTimeout(timer)
  }, [id, isHeld, onDismiss])

  const hold = () => setIsHeld(true)
  const release = () => setIsHeld(false)

  return (
    <div
      className="toast"
      data-kind={kind}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <Icon name={kind === 'problem' ? 'alert' : 'bell'} />
      <p>
        <strong>{title}</strong>
        {text && <span>{text}</span>}
      </p>
      <button className="icon-button" aria-label="Dismiss" onClick={() => onDismiss(id)}>
        <Icon name="close" />
      </button>
    </div>
  )
}
