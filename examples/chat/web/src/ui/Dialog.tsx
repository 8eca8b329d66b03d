import { useCallback, useId, type ReactNode } from 'react'

interface DialogProps {
  title: string
  /** Called when it was closed with Escape. */
  onClose: () => void
  children: ReactNode
}

/** Modal while it is mounted; the focus goes back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const titleId = useId()
  const show = useCallback((dialog: HTMLDialogElement | null) => {
    if (!dialog) return
    dialog.showModal()
    return () => dialog.close()
  }, [])

  return (
    <dialog ref={show} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  )
}
